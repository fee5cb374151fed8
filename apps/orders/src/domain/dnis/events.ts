export type DnisEvent = {
  readonly type: 'dnis.assigned.v1';
  readonly data: {
    readonly dnis: string;
    readonly campaignId: string;
    /** The campaign that had it before and is over. */
    readonly from: string | null;
  };
};
