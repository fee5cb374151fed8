import { Type } from '@sinclair/typebox';
import { AmountMinor, CurrencyCode } from './common';
import { type DataOf, defineMessage } from './message-type';

const line = {
  commission_line_id: Type.String(),
  order_id: Type.String(),
  agent_id: Type.String(),
  call_centre_id: Type.String(),
  currency: CurrencyCode,
  amount_minor: AmountMinor,
};

export const COMMISSION_ACCRUED = defineMessage(
  'commissions',
  'commission-accrued',
  1,
  'A settled sale earns an agent commission once its return window has closed.',
  line,
);
export type CommissionAccrued = DataOf<typeof COMMISSION_ACCRUED>;

export const COMMISSION_EARNED = defineMessage(
  'commissions',
  'commission-earned',
  1,
  'The return window has closed.',
  line,
);
export type CommissionEarned = DataOf<typeof COMMISSION_EARNED>;

export const COMMISSION_REVERSED = defineMessage(
  'commissions',
  'commission-reversed',
  1,
  'A refund takes commission back in proportion; the amount is negative.',
  { ...line, reverses_line_id: Type.String() },
);
export type CommissionReversed = DataOf<typeof COMMISSION_REVERSED>;
