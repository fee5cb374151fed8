import type { Decider } from '@continuo/kernel/decider';

export interface UpdatedCardEvent {
  readonly type: 'updated-card.replaced.v1';
  readonly data: {
    readonly token: string;
    readonly newToken: string;
    readonly sequence: number;
  };
}

export type UpdatedCardCommand = UpdatedCardEvent['data'];

/** The token that has replaced another, and when payments said so; null while none has. */
export type UpdatedCard = Pick<UpdatedCardEvent['data'], 'newToken' | 'sequence'> | null;

/** What payments said last of a card counts, whatever arrives last. */
export const updatedCardDecider: Decider<UpdatedCardCommand, UpdatedCardEvent, UpdatedCard> = {
  decide: (data, state) =>
    data.sequence <= (state?.sequence ?? -1) ? [] : [{ type: 'updated-card.replaced.v1', data }],
  evolve: (_, { data: { newToken, sequence } }) => ({ newToken, sequence }),
  initialState: () => null,
};
