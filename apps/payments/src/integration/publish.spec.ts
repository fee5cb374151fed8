import { MESSAGE_TYPES } from '@continuo/contracts/registry';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { aLine } from '../testing/examples';
import {
  CARD,
  DAY,
  PaymentStory,
  SILENCE,
  declined,
  ship,
  succeeded,
} from '../testing/payment-story';
import { translate } from './publish';

const ajv = addFormats(new Ajv2020({ strict: false }));
const program = { origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } } as const;

/** What a story publishes, each message valid against its contract. */
function published(story: PaymentStory) {
  return story.events.flatMap((event) => {
    const publication = translate(event);
    if (!publication) return [];
    const schema = MESSAGE_TYPES.get(publication.type)?.schema;
    const valid = ajv.validate({ ...schema, $id: undefined }, publication.data);
    expect(valid ? [] : ajv.errors).toEqual([]);
    return [{ type: publication.type.split('.')[2], data: publication.data }];
  });
}

const types = (story: PaymentStory) => published(story).map(({ type }) => type);

describe('what payments publishes', () => {
  it('tells of a sale and its refund', () => {
    const story = new PaymentStory()
      .answer(succeeded())
      .do(ship('pkg_1', 3))
      .answer(succeeded('c'));
    story
      .do({ type: 'request-refund', refundId: 'ref_1', reason: 'damaged' })
      .answer(succeeded('r'));
    expect(types(story)).toEqual(['payment-authorised', 'payment-captured', 'payment-refunded']);
    expect(published(story)[2]?.data).toMatchObject({
      refund_id: 'ref_1',
      amount_minor: 10501,
      lines: [{ line_id: 'l1', quantity: 3, amount_minor: 10501, goods_minor: 9000 }],
    });
  });

  it('tells of what credit and a deposit have paid, and of what comes back of them', () => {
    const story = new PaymentStory({}, CARD, 3000, 2000)
      .answer(succeeded('dep'))
      .answer(succeeded())
      .do(ship('pkg_1', 1))
      .answer(succeeded('c'));
    story.do({ type: 'cancel-order', lines: [], reason: 'rest' }).answer(succeeded('r'));
    const request = { type: 'request-refund', refundId: 'ref_1', reason: 'r' } as const;
    story.answer(succeeded('l')).do({ ...request, toCredit: true });
    expect(published(story)).toMatchObject([
      { type: 'deposit-taken', data: { amount_minor: 2000 } },
      { type: 'payment-authorised', data: { amount_minor: 5501 } },
      { type: 'payment-captured', data: { paid_by: 'credit', amount_minor: 1000 } },
      { type: 'payment-captured', data: { paid_by: 'deposit', amount_minor: 667 } },
      { type: 'payment-captured', data: { amount_minor: 1833, package_id: 'pkg_1' } },
      { type: 'credit-returned', data: { customer_id: 'cus_1', amount_minor: 2000 } },
      { type: 'deposit-refunded', data: { amount_minor: 1333 } },
      { type: 'authorisation-released', data: { amount_minor: 3668 } },
      { type: 'payment-refunded', data: { credited_customer_id: 'cus_1', amount_minor: 1000 } },
      { type: 'payment-refunded', data: { credited_customer_id: 'cus_1', amount_minor: 667 } },
      { type: 'payment-refunded', data: { credited_customer_id: 'cus_1', amount_minor: 1833 } },
    ]);
  });

  it('tells of a decline and when it is tried again', () => {
    const story = new PaymentStory(program).answer(declined());
    expect(published(story)).toMatchObject([
      {
        type: 'payment-declined',
        data: {
          origin: { kind: 'program', subscription_id: 'sub_1', cycle: 2 },
          decline: 'soft',
          final: false,
          retry_at: story.due,
        },
      },
      { type: 'retry-scheduled', data: { customer_id: 'cus_1', tries_left: 3 } },
    ]);
  });

  it('tells of the last notice, and that it is given up', () => {
    const story = new PaymentStory(program).answer(declined());
    for (let tries = 0; tries < 4; tries += 1) story.whenDue().answer(declined());
    expect(types(story).slice(-4)).toEqual([
      'retry-scheduled',
      'last-notice',
      'payment-declined',
      'payment-given-up',
    ]);
  });

  it('tells of what is past due, and that it is settled', () => {
    const story = new PaymentStory({ lines: [aLine({ instalmentsMinor: [3501, 3500, 3500] })] });
    story.answer(succeeded()).do(ship('pkg_1', 3)).answer(succeeded('c'));
    story.whenDue().answer(declined());
    expect(published(story).at(-1)).toMatchObject({
      type: 'payment-past-due',
      data: { amount_minor: 3500, customer_id: 'cus_1' },
    });
    story.whenDue().answer(succeeded('again'));
    expect(published(story).at(-1)).toMatchObject({
      type: 'payment-past-due',
      data: { amount_minor: 0, since: null },
    });
  });

  it('tells of a dispute and of its end, with the lines that commission follows from', () => {
    const story = new PaymentStory()
      .answer(succeeded())
      .do(ship('pkg_1', 3))
      .answer(succeeded('c'));
    story.do({
      type: 'open-dispute',
      disputeId: 'dsp_1',
      reference: 'dp_1',
      on: 'c',
      amountMinor: 10501,
      currency: 'USD',
    });
    story.do({ type: 'close-dispute', disputeId: 'dsp_1', outcome: 'won' });
    const lines = [{ line_id: 'l1', amount_minor: 10501, goods_minor: 9000 }];
    expect(published(story).slice(-2)).toMatchObject([
      { type: 'payment-disputed', data: { dispute_id: 'dsp_1', amount_minor: 10501, lines } },
      { type: 'dispute-won', data: { dispute_id: 'dsp_1', amount_minor: 10501, lines } },
    ]);
  });

  it('tells of a token that is not tried again', () => {
    const story = new PaymentStory().answer(declined('hard'));
    story.do({ type: 'replace-method', method: story.state.method, triesOnCard: [] });
    expect(published(story).at(-1)).toMatchObject({
      type: 'payment-declined',
      data: { decline: 'hard', code: 'hard_code', final: true },
    });
  });

  it('tells of an unknown outcome once', () => {
    const story = new PaymentStory().answer(SILENCE).after(DAY).answer(SILENCE, 'record-lookup');
    expect(types(story)).toEqual(['payment-unknown']);
  });

  it('tells of a release, whether asked for or lapsed', () => {
    const cancel = { type: 'cancel-order', lines: [], reason: 'late' } as const;
    const released = new PaymentStory().answer(succeeded()).do(cancel).answer(succeeded());
    expect(types(released)).toEqual(['payment-authorised', 'authorisation-released']);
    const lapsed = new PaymentStory()
      .answer(succeeded())
      .after(8 * DAY)
      .do(cancel);
    expect(types(lapsed)).toEqual(['payment-authorised', 'authorisation-released']);
  });

  it('keeps a second authorisation and what the gateway says to captures to itself', () => {
    const story = new PaymentStory({ lines: [aLine()] }).answer(succeeded('old')).after(8 * DAY);
    story.do(ship('pkg_1', 3)).answer(succeeded('new')).answer(declined()).answer(SILENCE);
    expect(types(story)).toEqual(['payment-authorised']);
  });
});
