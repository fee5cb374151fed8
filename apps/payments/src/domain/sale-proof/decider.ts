import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import type { ShippedProof } from '../dispute/events';

export type SaleProofEvent =
  | {
      readonly type: 'sale-proof.package-shipped.v1';
      readonly data: Omit<ShippedProof, 'deliveredAt'>;
    }
  | {
      readonly type: 'sale-proof.package-delivered.v1';
      readonly data: { readonly packageId: string; readonly deliveredAt: Instant };
    };

export type SaleProofCommand =
  | ({ readonly type: 'note-shipped' } & Omit<ShippedProof, 'deliveredAt'>)
  | { readonly type: 'note-delivered'; readonly packageId: string; readonly deliveredAt: Instant };

/** By package id. */
export type SaleProof = Readonly<Record<string, ShippedProof>>;

/** What shows that an order was fulfilled, kept as it arrives: a dispute comes months later. */
export const saleProofDecider: Decider<SaleProofCommand, SaleProofEvent, SaleProof> = {
  decide(command, packages) {
    const known = packages[command.packageId];
    switch (command.type) {
      case 'note-shipped': {
        const { type: _, ...data } = command;
        return known ? [] : [{ type: 'sale-proof.package-shipped.v1', data }];
      }
      case 'note-delivered': {
        const { packageId, deliveredAt } = command;
        if (!known || known.deliveredAt !== null) return [];
        return [{ type: 'sale-proof.package-delivered.v1', data: { packageId, deliveredAt } }];
      }
      default:
        return never(command);
    }
  },
  evolve(packages, { type, data }) {
    const { packageId } = data;
    if (type === 'sale-proof.package-shipped.v1') {
      return { ...packages, [packageId]: { ...data, deliveredAt: null } };
    }
    const known = packages[packageId];
    return known
      ? { ...packages, [packageId]: { ...known, deliveredAt: data.deliveredAt } }
      : packages;
  },
  initialState: () => ({}),
};
