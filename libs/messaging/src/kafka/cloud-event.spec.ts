import fc from 'fast-check';
import { AGENT, NOW } from '@continuo/testing/examples';
import { writeTraceparent } from '@continuo/tracing/traceparent';
import type { IntegrationMessage } from '../message';
import { readEnvelope, toRecord } from './cloud-event';

const text = fc.string({ unit: 'grapheme', minLength: 1 });
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const message: fc.Arbitrary<IntegrationMessage> = fc.record(
  {
    id: fc.uuid(),
    type: text,
    source: text,
    subject: text,
    sequence: count,
    position: count,
    time: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    actor: fc.record(
      { kind: fc.constant('agent' as const), id: text, callCentreId: text, via: text },
      { requiredKeys: ['kind', 'id'] },
    ),
    correlationId: text,
    causationId: text,
    callId: text,
    scriptVersion: text,
    traceparent: fc
      .tuple(fc.bigInt(1n, 2n ** 128n - 1n), fc.bigInt(1n, 2n ** 64n - 1n), fc.boolean())
      .map(([trace, span, sampled]) => {
        const traceId = trace.toString(16).padStart(32, '0');
        return writeTraceparent({ traceId, spanId: span.toString(16).padStart(16, '0'), sampled });
      }),
    data: fc.object().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  },
  {
    requiredKeys: [
      'id',
      'type',
      'source',
      'subject',
      'sequence',
      'position',
      'time',
      'actor',
      'correlationId',
      'data',
    ],
  },
);

/** As kafkajs hands headers over. */
const arrived = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'utf8')]),
  );

const example: IntegrationMessage = {
  id: 'a6c0f2f3-54a1-5d53-b0bb-4e3c86bbd9aa',
  type: 'continuo.bells.bell-rung.v1',
  source: '/continuo/bells',
  subject: '1',
  sequence: 2,
  position: 7,
  time: NOW,
  actor: AGENT,
  correlationId: 'cor_1',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  data: { tone: 'c' },
};

describe('a message as a CloudEvent on Kafka', () => {
  it('arrives as it was sent', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const { key, value, headers } = toRecord(sent);
        expect(key).toBe(sent.subject);
        expect({ ...readEnvelope(arrived(headers)), data: JSON.parse(value) }).toEqual(sent);
      }),
    );
  });

  it('is in binary mode: attributes in headers, data in the value, nothing for what is absent', () => {
    expect(toRecord(example)).toEqual({
      key: '1',
      value: '{"tone":"c"}',
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: 'a6c0f2f3-54a1-5d53-b0bb-4e3c86bbd9aa',
        ce_type: 'continuo.bells.bell-rung.v1',
        ce_source: '/continuo/bells',
        ce_subject: '1',
        ce_time: '2026-11-22T09:30:00.000Z',
        ce_sequence: '2',
        ce_position: '7',
        ce_correlationid: 'cor_1',
        ce_actorkind: 'agent',
        ce_actorid: 'agt_ann',
        ce_actorcallcentreid: 'cc_north',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
    });
  });

  it.each([
    [{}, 'header ce_specversion is missing'],
    [{ ...toRecord(example).headers, ce_specversion: '0.3' }, 'ce_specversion is 0.3, not 1.0'],
    [{ ...toRecord(example).headers, ce_id: '' }, 'header ce_id is missing'],
    [{ ...toRecord(example).headers, ce_time: 'noon' }, 'header ce_time is noon'],
    [{ ...toRecord(example).headers, ce_sequence: '-1' }, 'ce_sequence is -1, not a whole number'],
    [
      { ...toRecord(example).headers, 'content-type': 'application/xml' },
      'content-type is application/xml, not application/json',
    ],
  ])('without a whole envelope it says what is wrong: %#', (headers, problem) => {
    expect(() => readEnvelope(arrived(headers))).toThrow(problem);
  });

  it('does not guess which of two headers is meant', () => {
    const headers = { ...toRecord(example).headers, ce_id: ['a', 'b'] };
    expect(() => readEnvelope(headers)).toThrow('header ce_id is there more than once');
  });

  it('is read without a traceparent that is none', () => {
    const headers = { ...toRecord(example).headers, traceparent: 'ff-1-2-3' };
    const { traceparent: _, data: __, ...envelope } = example;
    expect(readEnvelope(arrived(headers))).toEqual(envelope);
  });
});
