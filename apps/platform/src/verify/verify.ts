import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { verifyChain } from '@continuo/event-store/hash-chain';
import { readCheckpoints } from '@continuo/messaging/in-process/messaging-database';
import { BOOKS_FILE, readBooks } from '@continuo/payments/payments.module';
import { CommandFailure } from '../cli/failure';
import { aggregates } from '../definitions';
import type { Check, Finding } from './check';
import { CommissionsTie } from './checks/commissions';
import { NothingShippedWithoutAuthorisation, OneShipmentPerRelease } from './checks/goods';
import { LedgerBalanced } from './checks/ledger';
import {
  type BookedCharge,
  GatewayChargesKnown,
  NoDoubleChargeInBooks,
  OneChargePerInstalment,
  RefundsWithinCaptures,
} from './checks/money';
import { NoCardNumbers, NoPlainPersonalData } from './checks/privacy';
import { NoChargeAfterCancellation, OneOrderPerCycle } from './checks/programs';
import { readModelsEqualReplay } from './checks/read-models';
import { EveryEventHasAnActor, OneEffectPerCommand, RevisionsWithoutGaps } from './checks/record';
import { acknowledgedRepliesStand } from './checks/replies';
import { storedTexts } from './stored-text';

export interface VerifyReport {
  readonly events: number;
  readonly position: number;
  readonly checks: readonly Finding[];
}

const PAGE = 1000;

/** Checks every invariant on a data directory, whether a server runs on it or not; reads only. */
export async function verify(dataDir: string): Promise<VerifyReport> {
  const recordFile = join(dataDir, 'record.db');
  if (!existsSync(recordFile)) {
    throw new CommandFailure(`There is no record in ${dataDir}: name another with --data-dir.`, 2);
  }
  const reader = new RecordReader({ file: recordFile });
  try {
    const position = reader.head();
    const cards = new NoCardNumbers();
    const personalData = new NoPlainPersonalData();
    const checks = [...onePass(dataDir), cards, personalData];
    const events = passOver(reader, position, checks);
    for (const stored of storedTexts(dataDir)) {
      cards.read(stored);
      personalData.read(stored);
    }
    const findings = checks.map((check) => ({
      name: check.name,
      rule: check.rule,
      ...check.finish(),
    }));
    return {
      events,
      position,
      checks: [
        ...findings,
        hashChain(reader),
        acknowledgedRepliesStand(reader),
        await readModelsEqualReplay(recordFile, join(dataDir, 'read.db')),
      ],
    };
  } finally {
    reader.close();
  }
}

function onePass(dataDir: string): Check[] {
  const books = join(dataDir, BOOKS_FILE);
  const booked: BookedCharge[] = existsSync(books) ? [...readBooks(books)] : [];
  const messages = join(dataDir, 'messaging.db');
  const checkpoints = existsSync(messages) ? [...readCheckpoints(messages).values()] : [];
  const handledUpTo = Math.min(...checkpoints, Number.MAX_SAFE_INTEGER);
  return [
    new RevisionsWithoutGaps(),
    new EveryEventHasAnActor(),
    new OneEffectPerCommand(),
    new OneChargePerInstalment(),
    new NoDoubleChargeInBooks(booked),
    new GatewayChargesKnown(booked),
    new RefundsWithinCaptures(),
    new LedgerBalanced(),
    new OneShipmentPerRelease(),
    new NothingShippedWithoutAuthorisation(),
    new OneOrderPerCycle(handledUpTo),
    new NoChargeAfterCancellation(),
    new CommissionsTie(handledUpTo),
  ];
}

function passOver(reader: RecordReader, upTo: number, checks: readonly Check[]): number {
  const registry = new AggregateRegistry(aggregates);
  let count = 0;
  for (let after = 0; after < upTo;) {
    const page = reader.readAll({ after, maxCount: PAGE });
    for (const recorded of page.events) {
      if (recorded.position > upTo) return count;
      count += 1;
      const event = registry.upcast(recorded);
      for (const check of checks) check.see(event);
    }
    after = page.upTo;
  }
  return count;
}

function hashChain(reader: RecordReader): Finding {
  const report = verifyChain(reader.hashedRows());
  return {
    name: 'hash-chain-unbroken',
    rule: 'each event carries the hash of the one before it in its stream',
    facts: report.events,
    breaches: report.breaches.map(
      ({ stream, revision, problem }) =>
        `${stream}@${revision}: ${problem === 'gap' ? 'events are missing before it' : 'it is not what was written'}`,
    ),
  };
}
