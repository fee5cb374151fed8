import { fold } from '@continuo/kernel/decider';
import { addMs } from '@continuo/kernel/instant';
import type { GatewayAnswer } from '../payment/answer';
import { ALERT_BEFORE_MS, type DisputeCommand, disputeDecider, disputeDueAt } from './decider';
import type { DisputeEvent, DisputeFacts, Evidence } from './events';
import { basisPointsOf, standings } from './rates';

const NOW = '2026-11-22T09:30:00.000Z';
const DUE = '2026-12-06T09:30:00.000Z';
const DAY = 86_400_000;

const FACTS: DisputeFacts = {
  disputeId: 'dsp_1',
  reference: 'dp_1',
  paymentId: 'pay_1',
  orderId: 'ord_1',
  customerId: 'cus_1',
  campaignId: 'cmp_1',
  callId: 'call-1',
  agentId: 'agt_1',
  on: 'c',
  amountMinor: 10501,
  currency: 'USD',
  network: 'visa',
  reason: '13.1',
  descriptor: 'JUICER 800-555',
  evidenceDueAt: DUE,
};

const dossier = { kind: 'consent-dossier', reference: 'dos_1', summary: 'agreed' } as const;
const EVIDENCE: Evidence = {
  orderId: 'ord_1',
  callId: 'call-1',
  agentId: 'agt_1',
  capturedMinor: 10501,
  refundedMinor: 0,
  currency: 'USD',
  packages: [],
  filed: [dossier],
};
const YES: GatewayAnswer = { kind: 'succeeded', reference: 'rep', networkTransactionId: null };
const NO: GatewayAnswer = { kind: 'declined', decline: 'hard', code: 'closed', message: 'No.' };
const SILENCE: GatewayAnswer = { kind: 'unknown', cause: 'timeout' };

class Story {
  events: DisputeEvent[] = [];
  now = NOW;

  constructor(overpaidMinor = 0) {
    this.do({ type: 'open', facts: FACTS, overpaidMinor });
  }

  do(asked: object): string[] {
    const command = { disputeId: 'dsp_1', now: this.now, ...asked } as DisputeCommand;
    const events = disputeDecider.decide(command, this.state);
    this.events.push(...events);
    return events.map(({ type }) => type.slice('dispute.'.length, -'.v1'.length));
  }

  get state() {
    return fold(disputeDecider, this.events);
  }

  get due() {
    return disputeDueAt(this.state);
  }
}

const code = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing thrown';
};

const represent = { type: 'represent', evidence: EVIDENCE };

describe('the course of a dispute', () => {
  it('alerts when it is opened, and when money went out twice', () => {
    const told = (story: Story) =>
      story.events.flatMap((event) =>
        event.type === 'dispute.alerted.v1' ? [event.data.because] : [],
      );
    expect(told(new Story())).toEqual(['opened']);
    expect(told(new Story(1))).toEqual(['opened', 'paid-twice']);
    expect(new Story().do({ type: 'open', facts: FACTS, overpaidMinor: 0 })).toEqual([]);
  });

  it('alerts once more before evidence is due', () => {
    const story = new Story();
    expect(story.due).toBe(addMs(DUE, -ALERT_BEFORE_MS));
    story.now = story.due ?? '';
    expect(story.do({ type: 'proceed' })).toEqual(['alerted']);
    expect(story.due).toBeNull();
  });

  it('is represented once, under a key that is recorded before', () => {
    const story = new Story();
    expect(story.do(represent)).toEqual(['represented']);
    expect(story.do(represent)).toEqual([]);
    expect(story.do({ type: 'record-submission', answer: YES })).toEqual(['submission-confirmed']);
    expect(story.due).toBeNull();
    expect(story.do({ type: 'close', outcome: 'won' })).toEqual(['won']);
    expect(story.do({ type: 'close', outcome: 'won' })).toEqual([]);
    expect(code(() => story.do({ type: 'close', outcome: 'lost' }))).toBe('dispute-closed');
    expect(code(() => story.do(represent))).toBe('dispute-closed');
  });

  it('is sent again under the same key while the gateway is silent', () => {
    const story = new Story();
    story.do(represent);
    expect(story.do({ type: 'record-submission', answer: SILENCE })).toEqual(['submission-failed']);
    expect(story.state).toMatchObject({
      status: 'represented',
      submission: { status: 'sent', idempotencyKey: 'continuo_rep_1_dsp_1' },
    });
    expect(story.due).toBe(addMs(NOW, 300_000));
  });

  it('can be represented again when the gateway refused', () => {
    const story = new Story();
    story.do(represent);
    story.do({ type: 'record-submission', answer: NO });
    expect(story.state).toMatchObject({ status: 'opened', submission: { status: 'failed' } });
    story.do(represent);
    expect(story.state).toMatchObject({ submission: { idempotencyKey: 'continuo_rep_2_dsp_1' } });
  });

  it('is not represented with nothing to show, nor too late', () => {
    const story = new Story();
    const nothing = { ...EVIDENCE, filed: [] };
    expect(code(() => story.do({ type: 'represent', evidence: nothing }))).toBe('no-evidence');
    story.now = addMs(DUE, DAY);
    expect(code(() => story.do(represent))).toBe('evidence-too-late');
  });

  it('keeps each proof once', () => {
    const story = new Story();
    expect(story.do({ type: 'file-proof', proof: dossier })).toEqual(['proof-filed']);
    expect(story.do({ type: 'file-proof', proof: dossier })).toEqual([]);
  });
});

describe('dispute rates', () => {
  it('are rounded up, and whole where there were no charges', () => {
    expect(basisPointsOf(0, 0)).toBe(0);
    expect(basisPointsOf(1, 0)).toBe(10_000);
    expect(basisPointsOf(1, 3)).toBe(3_334);
  });

  it('reach a threshold by ratio and number together', () => {
    const of = (disputes: number, charges: number) =>
      standings(disputes, charges).map(({ programme, standing }) => `${programme} ${standing}`);
    expect(of(1, 10)).toEqual(['VAMP excessive near', 'ECM near', 'HECM near']);
    expect(of(100, 6_000)).toEqual(['VAMP excessive near', 'ECM reached', 'HECM below']);
    expect(of(1_500, 50_000)).toEqual(['VAMP excessive reached', 'ECM reached', 'HECM reached']);
    expect(of(50, 10_000)).toEqual(['VAMP excessive below', 'ECM below', 'HECM below']);
  });
});
