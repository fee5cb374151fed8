import type { Instant, Zone } from '@continuo/kernel/instant';
import type { AppliedRule, SaleKind } from '../commission-plan/rule';

/** A line of a sale, and the rule of the governing plan version that pays it; null when none does. */
export interface CommissionableLine {
  readonly orderLineId: string;
  readonly sku: string;
  readonly kind: SaleKind;
  readonly quantity: number;
  readonly goodsMinor: number;
  /** The lines of the order that it stands for: the components of a bundle, else itself alone. */
  readonly parts: readonly LinePart[];
  readonly rule: AppliedRule | null;
}

/** A line of the order as it is captured and refunded. */
export interface LinePart {
  readonly orderLineId: string;
  readonly quantity: number;
}

export interface RegisteredSale {
  readonly orderId: string;
  readonly agentId: string;
  readonly callCentreId: string | null;
  readonly campaignId: string | null;
  readonly currency: string;
  readonly placedAt: Instant;
  /** 1 for the order of a call, n for that of the n-th cycle of a program. */
  readonly cycle: number;
  /** Id of the message that told of the sale. */
  readonly messageId: string;
  readonly plan: {
    readonly planId: string;
    readonly version: number;
    readonly returnWindowDays: number;
    readonly zone: Zone;
  };
  readonly lines: readonly CommissionableLine[];
}

/** Money that was captured or given back for an order, as payments told it. */
export interface Settlement {
  /** Id of the capture or refund. */
  readonly settlementId: string;
  readonly paymentId: string;
  readonly messageId: string;
  readonly messageType: string;
  readonly at: Instant;
  readonly lines: readonly SettledLine[];
}

export interface SettledLine {
  readonly orderLineId: string;
  readonly quantity: number;
  /** Goods without tax and shipping: the basis of commission. */
  readonly goodsMinor: number;
}

/** In every event about a line, so that it can be told and summed up from the event alone. */
export interface CommissionLineFacts {
  readonly lineId: string;
  readonly orderId: string;
  readonly agentId: string;
  readonly callCentreId: string | null;
  readonly currency: string;
  /** Negative on a reversal. */
  readonly amountMinor: number;
  /** `YYYY-MM`: the statement it is on. */
  readonly period: string;
}

/** What a line's amount was computed from. */
export interface LineOrigin {
  readonly orderLineId: string;
  readonly campaignId: string | null;
  readonly sku: string;
  readonly kind: SaleKind;
  readonly cycle: number;
  readonly basis: { readonly goodsMinor: number; readonly quantity: number };
  readonly rule: AppliedRule;
  readonly planId: string;
  readonly planVersion: number;
  readonly source: Omit<Settlement, 'lines'>;
}

type Fact<Type extends string, Data> = { readonly type: Type; readonly data: Readonly<Data> };

export type CommissionEvent =
  | Fact<'commission.sale-registered.v2', RegisteredSale>
  /** Nothing is paid for the order, and why. */
  | Fact<
      'commission.sale-left-out.v1',
      { orderId: string; reason: LeftOutReason; messageId: string }
    >
  /** Payments was faster than orders: it is settled when the sale is known. */
  | Fact<'commission.capture-deferred.v1', { orderId: string; capture: Settlement }>
  | Fact<'commission.refund-deferred.v1', { orderId: string; refund: Settlement }>
  | Fact<'commission.line-accrued.v1', CommissionLineFacts & LineOrigin & { earnsAt: Instant }>
  | Fact<
      'commission.line-reversed.v1',
      CommissionLineFacts & LineOrigin & { reversesLineId: string; earnsAt: Instant }
    >
  /** Of reversals too: whatever is earned, on balance, is the sum of these. */
  | Fact<'commission.line-earned.v1', CommissionLineFacts>;

export type LeftOutReason = 'no-agent' | 'no-plan' | 'no-rule';
