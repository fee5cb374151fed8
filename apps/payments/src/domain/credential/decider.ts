import type { Decider } from '@continuo/kernel/decider';

export interface CredentialEvent {
  readonly type: 'credential.kept.v1';
  readonly data: { readonly account: string; readonly paymentId: string };
}

export type CredentialCommand = { readonly type: 'keep' } & CredentialEvent['data'];

/** The account that has charged a token; undefined for one that none has. */
export type CredentialState = string | undefined;

/** A token is good at the processor that made it and nowhere else: whoever has charged it keeps it. */
export const credentialDecider: Decider<CredentialCommand, CredentialEvent, CredentialState> = {
  decide: ({ type: _, ...data }, account) =>
    account === undefined ? [{ type: 'credential.kept.v1', data }] : [],
  evolve: (_, { data }) => data.account,
  initialState: () => undefined,
};
