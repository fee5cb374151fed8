import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import { Injectable } from '@nestjs/common';
import { SHIPMENT, SHIPPING_HOLD } from './aggregates';

/**
 * Holds shipments of a customer, or lets them go, as the customer's hold says. Whoever requests a
 * shipment applies it after the request, whoever places a hold applies it after placing: of two at
 * the same time one sees the other, and what was said last holds.
 */
@Injectable()
export class ShippingHolds {
  constructor(private readonly runner: CommandRunner) {}

  async apply(
    customerId: string,
    shipmentIds: readonly string[],
    context: CommandContext,
  ): Promise<void> {
    let hold = (await this.runner.load(SHIPPING_HOLD, customerId)).state;
    for (;;) {
      const { because, sequence } = hold;
      const command = because === null ? ({ type: 'lift-hold' } as const) : holdFor(because);
      for (const shipmentId of shipmentIds) {
        const commandId = deriveUuid(context.commandId, 'shipping-hold', sequence);
        await this.runner.execute(SHIPMENT, shipmentId, command, { ...context, commandId });
      }
      const { state: now } = await this.runner.load(SHIPPING_HOLD, customerId);
      if (now.sequence === sequence) return;
      hold = now;
    }
  }
}

function holdFor(because: string) {
  return { type: 'hold', because } as const;
}
