/**
 * Personal data, encrypted under its customer's key. The record, the deciders and the folds carry it
 * as it is; only the edges that must show it open it (libs/personal-data). `T` is what is inside.
 */
export type Sealed<T> = string & { readonly __sealed?: T };
