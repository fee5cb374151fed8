import type { ApiRequest } from '../api-client';

/** Telephone numbers, SKUs and ids of the demo catalogue: the same in every data directory. */
export const DEMO = {
  campaign: 'cmp_spring-tv',
  dnis: ['+18005550100', '+18005550101'],
  mainOffer: 'off_juicer-main',
  upsellOffer: 'off_blades-upsell',
  crossSellOffer: 'off_greens-club',
  plan: 'plan_greens-club',
  callCentres: ['cc_northline', 'cc_southline'],
  agents: ['agt_nora', 'agt_noah', 'agt_sara', 'agt_sven'],
  vendor: 'ven_parcelhouse',
  commissionPlan: 'cpl_standard',
  skus: { juicer: 'JUICER-01', blades: 'BLADES-02', greens: 'GREENS-30', berries: 'BERRIES-30' },
} as const;

const post = (path: string, body: object): ApiRequest => ({ method: 'POST', path, body });

/** The demo catalogue as the requests a seller would send. Each may be repeated. */
export function demoCatalogue(): readonly ApiRequest[] {
  return [];
}
