import type { CommandContext } from '@continuo/kernel/command-context';
import type { Instant } from '@continuo/kernel/instant';
import { Command } from '@nestjs/cqrs';
import type { OpenedDispute } from '../../domain/dispute/decider';
import type { Network } from '../../domain/dunning/network';

/** A dispute as the gateway, or a person who reads its portal, reports it. */
export interface NewDispute {
  readonly paymentId: string;
  readonly reference: string;
  /** Gateway reference of the charge. */
  readonly on: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly network: Network;
  readonly reason: string;
  readonly descriptor: string | null;
  readonly evidenceDueAt: Instant | null;
}

/** A customer disputes a charge: its money is held, a person is told. Repeating it changes nothing. */
export class OpenDisputeCommand extends Command<{ dispute: OpenedDispute; revision: number }> {
  constructor(
    readonly reported: NewDispute,
    readonly context: CommandContext,
    /** By a person, and not by the processor itself. */
    readonly byHand = false,
  ) {
    super();
  }
}
