/** A request's fields, with Stripe's names: `metadata[key]`. */
export type Form = ReadonlyMap<string, string>;

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
}
