/** What an event says in an audit: which field, from what, to what. */
export interface Told {
  readonly field: string;
  readonly from: string | number | null;
  readonly to: string | number | null;
  readonly cycle?: number;
}
