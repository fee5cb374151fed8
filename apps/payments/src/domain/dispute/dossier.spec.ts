import { withDossier } from './dossier';
import type { Evidence, FiledProof } from './events';

const nothing: Evidence = {
  orderId: 'ord_1',
  callId: null,
  agentId: null,
  capturedMinor: 100,
  refundedMinor: 0,
  currency: 'USD',
  packages: [],
  filed: [],
};
const shipped = {
  packageId: 'pkg_1',
  carrier: 'UPS',
  trackingNumber: '1Z1',
  shippedAt: '2026-11-22T09:30:00.000Z',
  deliveredAt: null,
};
const letter: FiledProof = { kind: 'correspondence', reference: 'doc_1', summary: 'a letter' };
const own: FiledProof = { kind: 'consent-dossier', reference: 'dos_1', summary: 'read aloud' };
const named = { kind: 'consent-dossier', reference: '/v1/orders/ord_1/dossier' };

describe('the dossier in evidence', () => {
  it('is named beside packages and what was filed', () => {
    expect(withDossier({ ...nothing, packages: [shipped] }).filed).toMatchObject([named]);
    expect(withDossier({ ...nothing, filed: [letter] }).filed).toMatchObject([named, letter]);
  });

  it('is not, where a person has filed one', () => {
    expect(withDossier({ ...nothing, filed: [own] }).filed).toEqual([own]);
  });

  it('does not speak alone: nothing stays nothing', () => {
    expect(withDossier(nothing).filed).toEqual([]);
  });
});
