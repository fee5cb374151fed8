export type DnisEvent =
  | {
      readonly type: 'dnis.assigned.v1';
      readonly data: {
        readonly dnis: string;
        readonly campaignId: string;
        readonly from: string | null;
      };
    }
  | {
      readonly type: 'dnis.released.v1';
      readonly data: { readonly dnis: string; readonly campaignId: string };
    };
