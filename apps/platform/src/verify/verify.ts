import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { aggregates } from '../definitions';
import type { Check, Finding } from './check';
import { CommissionsTie } from './checks/commissions';
import { CreditWithinGrants } from './checks/credit';
import { NothingShippedWithoutAuthorisation, OneShipmentPerRelease } from './checks/goods';
import { GatewayChargesPosted, LedgerBalanced } from './checks/ledger';
import { GatewayChargesKnown, NoDoubleChargeInBooks, OneChargePerInstalment } from './checks/money';
import { PaymentLinksUsedOnce } from './checks/payment-links';
import { PrepaidShipmentsPosted } from './checks/prepaid';
import { NoCardNumbers, NoPlainPersonalData } from './checks/privacy';
import { NoChargeAfterCancellation, OneOrderPerCycle } from './checks/programs';
import { readModelsEqualReplay } from './checks/read-models';
import { EveryEventHasAnActor, OneEffectPerCommand, RevisionsWithoutGaps } from './checks/record';
import { RefundsWithinCaptures } from './checks/refunds';
import { AcknowledgedIsRecorded } from './checks/replies';
import { ReleasedOnShipDate } from './checks/ship-date';
import { TrialsBeginOnReceipt } from './checks/trials';
import type { BookedCharge } from './checks/money';
import type { Facts, RecordFacts } from './facts';
import { type FactsOptions, openFacts } from './open-facts';

export interface VerifyReport {
  readonly events: number;
  readonly position: number;
  readonly checks: readonly Finding[];
}

const PAGE = 1000;

/** Checks every invariant on what is kept in a data directory, whether a server runs on it or not; reads only. */
export async function verify(
  dataDir: string,
  options: Omit<FactsOptions, 'dataDir'> = {},
): Promise<VerifyReport> {
  const facts = await openFacts({ ...options, dataDir });
  try {
    return await check(facts);
  } finally {
    await facts.close();
  }
}

async function check(facts: Facts): Promise<VerifyReport> {
  const { record } = facts;
  // Before the head: whatever was acknowledged or handled by now lies up to it.
  const replies = new AcknowledgedIsRecorded(await record.acknowledged());
  const handledUpTo = await facts.handledUpTo();
  const position = await record.head();
  const cards = new NoCardNumbers();
  const personalData = new NoPlainPersonalData();
  const booked: BookedCharge[] = [];
  for await (const entry of facts.books()) booked.push(entry);
  const checks = [...onePass(booked, handledUpTo), cards, personalData, replies];
  const events = await passOver(record, position, checks);
  for await (const stored of facts.texts()) {
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
    checks: [...findings, await hashChain(record), await readModelsEqualReplay(facts)],
  };
}

function onePass(booked: readonly BookedCharge[], handledUpTo: number): Check[] {
  return [
    new RevisionsWithoutGaps(),
    new EveryEventHasAnActor(),
    new OneEffectPerCommand(),
    new OneChargePerInstalment(),
    new NoDoubleChargeInBooks(booked),
    new GatewayChargesKnown(booked),
    new RefundsWithinCaptures(),
    new CreditWithinGrants(),
    new PaymentLinksUsedOnce(),
    new LedgerBalanced(),
    new GatewayChargesPosted(booked),
    new PrepaidShipmentsPosted(handledUpTo),
    new ReleasedOnShipDate(),
    new OneShipmentPerRelease(),
    new NothingShippedWithoutAuthorisation(),
    new OneOrderPerCycle(handledUpTo),
    new NoChargeAfterCancellation(),
    new TrialsBeginOnReceipt(handledUpTo),
    new CommissionsTie(handledUpTo),
  ];
}

async function passOver(
  record: RecordFacts,
  upTo: number,
  checks: readonly Check[],
): Promise<number> {
  const registry = new AggregateRegistry(aggregates);
  let count = 0;
  for (let after = 0; after < upTo;) {
    const page = await record.readAll({ after, maxCount: PAGE });
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

async function hashChain(record: RecordFacts): Promise<Finding> {
  const report = await record.chains();
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
