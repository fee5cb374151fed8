/** A controller's answer when it is more than a body. */
export class Reply<Body> {
  constructor(
    readonly body: Body,
    readonly options: {
      /** HTTP status; 200 by default. */
      readonly status?: number;
      /** Stream revision: becomes the ETag. */
      readonly revision?: number;
      /** Path of a created resource: becomes Location. */
      readonly location?: string;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {}
}

/** A page of a list, with the position of the record that it reflects. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly has_more: boolean;
  /** Opaque; `?cursor=` of the next page. */
  readonly next_cursor: string | null;
  readonly position: number;
}
