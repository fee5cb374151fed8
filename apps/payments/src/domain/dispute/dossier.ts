import type { Evidence } from './events';

/** Where orders shows what was agreed before a charge. */
export const dossierOf = (orderId: string): string => `/v1/orders/${orderId}/dossier`;

/**
 * Evidence names the dossier of its order, unless another was filed. Alone that would speak for no
 * charge: whoever finds consent in it files it.
 */
export function withDossier(evidence: Evidence): Evidence {
  const { orderId, packages, filed } = evidence;
  const nothing = packages.length === 0 && filed.length === 0;
  if (nothing || filed.some(({ kind }) => kind === 'consent-dossier')) return evidence;
  const summary = 'What was agreed, in which words, on which call; changes, notices and charges.';
  const dossier = { kind: 'consent-dossier', reference: dossierOf(orderId), summary } as const;
  return { ...evidence, filed: [dossier, ...filed] };
}
