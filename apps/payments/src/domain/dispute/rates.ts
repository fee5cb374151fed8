import type { Network } from '../dunning/network';

/** From when on a network looks at a seller: both the ratio and the number must be reached. */
export interface Threshold {
  readonly network: Network;
  readonly programme: string;
  /** Disputes per 10,000 charges of a month. */
  readonly basisPoints: number;
  readonly disputes: number;
}

/**
 * Visa Acquirer Monitoring Program, merchants, as of April 2026; Mastercard Excessive Chargeback Program,
 * both steps. Visa adds fraud reports to the disputes, which no gateway passes on: the ratio here is a floor.
 */
export const THRESHOLDS: readonly Threshold[] = [
  { network: 'visa', programme: 'VAMP excessive', basisPoints: 150, disputes: 1_500 },
  { network: 'mastercard', programme: 'ECM', basisPoints: 150, disputes: 100 },
  { network: 'mastercard', programme: 'HECM', basisPoints: 300, disputes: 300 },
];

export interface Standing extends Threshold {
  /** `near` from two thirds of the ratio on, whatever the number. */
  readonly standing: 'below' | 'near' | 'reached';
}

/** Disputes per 10,000 charges, rounded up; every dispute counts where there was no charge. */
export function basisPointsOf(disputes: number, charges: number): number {
  if (disputes === 0) return 0;
  return charges === 0 ? 10_000 : Math.ceil((disputes * 10_000) / charges);
}

/** How a month stands against each programme; the cards of all networks together. */
export function standings(disputes: number, charges: number): Standing[] {
  const basisPoints = basisPointsOf(disputes, charges);
  return THRESHOLDS.map((threshold) => {
    const reached = basisPoints >= threshold.basisPoints && disputes >= threshold.disputes;
    const near = basisPoints * 3 >= threshold.basisPoints * 2;
    return { ...threshold, standing: reached ? 'reached' : near ? 'near' : 'below' };
  });
}
