import { AmountMinorField, ChoiceField, IntegerField, LocalDateField } from '@continuo/http/fields';
import type { Approval } from '../domain/subscription/change';

/** What only a supervisor may decide, and what an agent may decide alone. */
export class ApprovalView {
  @ChoiceField(['price', 'cut-off', 'commitment'])
  what!: string;

  @AmountMinorField({ nullable: true, description: 'price: the lowest an agent may decide alone' })
  from_minor!: number | null;

  @AmountMinorField({ nullable: true, description: 'price: the highest an agent may decide alone' })
  to_minor!: number | null;

  @IntegerField({
    nullable: true,
    description: 'price: how far the plan lets an agent go from its price, in percent',
  })
  limit_percent!: number | null;

  @IntegerField({ nullable: true, description: 'cut-off: the cycle that is closed to changes' })
  cycle!: number | null;

  @LocalDateField({ nullable: true, description: 'cut-off: the last day on which it was open' })
  closed_on!: string | null;

  @IntegerField({ nullable: true, description: 'commitment: deliveries until then' })
  deliveries!: number | null;

  @IntegerField({ nullable: true, description: 'commitment: deliveries that were agreed' })
  committed!: number | null;
}

export function approvalView(approval: Approval): ApprovalView {
  const price = approval.what === 'price' ? approval : undefined;
  const cutOff = approval.what === 'cut-off' ? approval : undefined;
  const commitment = approval.what === 'commitment' ? approval : undefined;
  return {
    what: approval.what,
    from_minor: price?.fromMinor ?? null,
    to_minor: price?.toMinor ?? null,
    limit_percent: price?.limitPercent ?? null,
    cycle: cutOff?.cycle ?? null,
    closed_on: cutOff?.closedOn ?? null,
    deliveries: commitment?.deliveries ?? null,
    committed: commitment?.committed ?? null,
  };
}
