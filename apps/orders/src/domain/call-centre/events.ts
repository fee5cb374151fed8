export interface CallCentreTerms {
  readonly callCentreId: string;
  readonly name: string;
}

export type CallCentreEvent =
  | { readonly type: 'call-centre.registered.v1'; readonly data: CallCentreTerms }
  | {
      readonly type: 'call-centre.renamed.v1';
      readonly data: { readonly from: string; readonly to: string };
    };
