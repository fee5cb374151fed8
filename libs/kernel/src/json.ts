/** What survives JSON: the shape of everything that is stored or sent. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
