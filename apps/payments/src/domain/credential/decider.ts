import { type Decider, never } from '@continuo/kernel/decider';

export type CredentialEvent =
  | {
      readonly type: 'credential.kept.v1';
      readonly data: { readonly account: string; readonly paymentId: string };
    }
  | {
      readonly type: 'credential.stored-for-customer.v1';
      readonly data: { readonly customerId: string; readonly paymentId: string };
    };

type Data<Type extends CredentialEvent['type']> = Extract<CredentialEvent, { type: Type }>['data'];

export type CredentialCommand =
  | ({ readonly type: 'keep' } & Data<'credential.kept.v1'>)
  | ({ readonly type: 'store-for-customer' } & Data<'credential.stored-for-customer.v1'>);

/** What is known of a token that was charged; both are undefined before. */
export interface CredentialState {
  /** The account that has charged it. */
  readonly account?: string;
  /** Whose card it is. */
  readonly customerId?: string;
}

/**
 * A token is good at the processor that made it, for the customer whose card it is, and nowhere else:
 * whoever has charged it first keeps it.
 */
export const credentialDecider: Decider<CredentialCommand, CredentialEvent, CredentialState> = {
  decide(command, { account, customerId }) {
    switch (command.type) {
      case 'keep': {
        const { type: _, ...data } = command;
        return account === undefined ? [{ type: 'credential.kept.v1', data }] : [];
      }
      case 'store-for-customer': {
        const { type: _, ...data } = command;
        if (customerId !== undefined) return [];
        return [{ type: 'credential.stored-for-customer.v1', data }];
      }
      default:
        return never(command);
    }
  },
  evolve(state, { type, data }) {
    return type === 'credential.kept.v1'
      ? { ...state, account: data.account }
      : { ...state, customerId: data.customerId };
  },
  initialState: () => ({}),
};
