import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageFullError, StoreUnavailableError } from '@continuo/event-store/errors';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { NOW } from '@continuo/testing/examples';
import { ConsumerRunner } from './consumer-runner';
import { MessagingDatabase } from './in-process/messaging-database';
import type { IntegrationMessage } from './message';
import { systemTimers } from './system/system-timers';
import { type Ticket, Watermark } from './watermark';

const aMessage = (sequence: number): IntegrationMessage => ({
  id: `message-${sequence}`,
  type: 'continuo.bells.bell-rung.v1',
  source: '/continuo/bells',
  subject: 's',
  sequence,
  position: sequence + 1,
  time: NOW,
  actor: { kind: 'system', id: 'spec' },
  correlationId: 'cor_1',
  data: {},
});

/** A source that another process may take over. */
class Source extends Watermark {
  revoked = false;
  ended = 0;
  override end(ticket: Ticket): void {
    this.ended += 1;
    super.end(ticket);
  }
}

describe('a runner whose source may repeat messages and be taken away', () => {
  let folder: string;
  let parking: MessagingDatabase;
  let runner: ConsumerRunner;
  let handle: (message: IntegrationMessage) => Promise<void>;
  const heard: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'continuo-runner-'));
    parking = new MessagingDatabase(join(folder, 'parking.db'));
    heard.splice(0);
    handle = async ({ id }) => void heard.push(id);
    runner = await open([]);
  });
  afterEach(async () => {
    await runner.stop();
    parking.close();
    await rm(folder, { recursive: true });
  });

  const open = (retryDelaysMs: readonly number[]) =>
    ConsumerRunner.open(
      {
        group: 'ears',
        handlerOf: () => (message) => handle(message),
        parking,
        timers: systemTimers,
        clock: { now: () => NOW },
        retryDelaysMs,
        rememberSettled: 10,
      },
      -1,
    );
  const accept = (source: Source, ...sequences: number[]) => {
    for (const sequence of sequences) {
      const message = aMessage(sequence);
      runner.accept({ message, source, ticket: source.begin(message.position) });
    }
    return runner.backlogBelow(1);
  };

  it('passes over what comes again, and counts it', async () => {
    const source = new Source(0);
    await accept(source, 0, 1, 0, 1, 2);
    expect([heard, runner.repeated, source.ended]).toEqual([
      ['message-0', 'message-1', 'message-2'],
      2,
      5,
    ]);
  });

  it.each([
    new StorageFullError(),
    new StoreUnavailableError('no leader'),
    new UnavailableError('access-keys', 'no answer'),
  ])('parks nothing for want of what all messages need: %s', async (outage) => {
    let failures = 3;
    handle = async ({ id }) => {
      failures -= 1;
      if (failures >= 0) throw outage;
      heard.push(id);
    };
    await accept(new Source(0), 0);
    expect(heard).toEqual(['message-0']);
    expect(await parking.list('ears')).toEqual([]);
  });

  it('handles what comes late: only what was settled is passed over', async () => {
    await accept(new Source(0), 3, 1);
    expect(heard).toEqual(['message-3', 'message-1']);
  });

  it.each([
    ['begins nor parks', []],
    ['begins nor tries again', [1]],
  ])('neither %s what was taken away', async (_, retryDelaysMs) => {
    runner = await open(retryDelaysMs);
    const source = new Source(0);
    handle = async ({ id }) => {
      heard.push(id);
      source.revoked = true;
      throw new Error('the other process has it');
    };
    await accept(source, 0, 1);
    expect([heard, source.ended]).toEqual([['message-0'], 0]);
    expect(await parking.list()).toEqual([]);
    handle = async ({ id }) => void heard.push(`${id} again`);
    await accept(new Source(0), 0, 1); // it comes back
    expect(heard).toEqual(['message-0', 'message-0 again', 'message-1 again']);
  });
});
