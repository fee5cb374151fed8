import { type Decider, never } from '@continuo/kernel/decider';
import { DomainError, invalid, notFound } from '@continuo/kernel/domain-error';
import type { Instant } from '@continuo/kernel/instant';
import { HOUSE_CAP } from '../dunning/network-caps';
import { BUILT_IN_POLICY, type DunningPolicy, type PolicyTerms } from '../dunning/policy';

export interface DunningPolicyEvent {
  readonly type: 'dunning-policy.published.v1';
  readonly data: DunningPolicy;
}

export interface DunningPolicyCommand {
  readonly type: 'publish-policy' | 'publish-version';
  readonly terms: PolicyTerms;
  readonly at: Instant;
}

/** Every version of every policy, oldest first: one stream, so that none governs by luck of timing. */
export type PolicyBook = ReadonlyMap<string, readonly DunningPolicy[]>;

/** The policy for a decline: the customer's own, else the campaign's, else that for all, else the built-in. */
export function governingPolicy(
  book: PolicyBook,
  about: { readonly campaignId: string | null; readonly customerId: string },
  at: Instant,
): DunningPolicy {
  const inForce = [...book.values()].flatMap(
    (versions) => versions.findLast((version) => version.publishedAt <= at) ?? [],
  );
  return (
    inForce.find(({ scope }) => scope.customerId === about.customerId) ??
    inForce.find(
      ({ scope }) => scope.campaignId !== null && scope.campaignId === about.campaignId,
    ) ??
    inForce.find(({ scope }) => scope.customerId === null && scope.campaignId === null) ??
    BUILT_IN_POLICY
  );
}

function decide(
  { type, terms, at }: DunningPolicyCommand,
  book: PolicyBook,
): readonly DunningPolicyEvent[] {
  const last = book.get(terms.policyId)?.at(-1);
  switch (type) {
    case 'publish-policy':
      if (last && sameTerms(last, terms)) return [];
      if (last) throw policyExists(terms.policyId);
      break;
    case 'publish-version':
      if (!last) throw notFound('dunning-policy', terms.policyId);
      if (sameTerms(last, terms)) return [];
      break;
    default:
      return never(type);
  }
  requireSound(terms);
  requireOnlyOne(book, terms);
  const data = { ...terms, version: (last?.version ?? 0) + 1, publishedAt: at };
  return [{ type: 'dunning-policy.published.v1', data }];
}

function requireSound({ schedules, cap, scope }: PolicyTerms): void {
  if (scope.campaignId !== null && scope.customerId !== null) {
    const detail = 'Send a campaign or a customer, not both; neither for all.';
    throw invalid('two-scopes', '/customer_id', detail);
  }
  for (const [index, { declineClass, network, afterHours }] of schedules.entries()) {
    const pointer = `/schedules/${index}`;
    const earlier = schedules.findIndex(
      (each) => each.declineClass === declineClass && each.network === network,
    );
    if (earlier < index) {
      throw invalid('duplicate-schedule', pointer, 'Send one schedule per class and network.');
    }
    if (afterHours.some((hours, place) => place > 0 && hours <= (afterHours[place - 1] ?? 0))) {
      const detail = 'Send hours from the first try, each more than the one before.';
      throw invalid('bad-schedule', `${pointer}/after_hours`, detail);
    }
    // The first try counts: it is one of those that the cap allows.
    if (afterHours.length >= HOUSE_CAP.tries) {
      const detail = `Send at most ${HOUSE_CAP.tries - 1} retries: the networks allow ${HOUSE_CAP.tries} tries in ${HOUSE_CAP.days} days on one card.`;
      throw invalid('beyond-network-cap', `${pointer}/after_hours`, detail);
    }
  }
  if (cap && (cap.tries > HOUSE_CAP.tries || cap.days < 1)) {
    const detail = `Send at most ${HOUSE_CAP.tries} tries: a policy can only be tighter than the networks.`;
    throw invalid('beyond-network-cap', '/cap/tries', detail);
  }
}

/** One policy per scope: which governs is never a matter of luck. */
function requireOnlyOne(book: PolicyBook, { policyId, scope }: PolicyTerms): void {
  for (const versions of book.values()) {
    const other = versions.at(-1);
    if (!other || other.policyId === policyId) continue;
    if (other.scope.campaignId !== scope.campaignId || other.scope.customerId !== scope.customerId)
      continue;
    throw new DomainError(
      'dunning-policy-overlap',
      `Policy ${other.policyId} already governs the same payments; publish a version of it.`,
      'conflict',
      { policy_id: other.policyId },
    );
  }
}

function policyExists(policyId: string): DomainError {
  return new DomainError(
    'dunning-policy-exists',
    `Policy ${policyId} was published with other terms; publish a version of it instead.`,
    'conflict',
    { policy_id: policyId },
  );
}

function sameTerms(
  { version: _v, publishedAt: _p, ...known }: DunningPolicy,
  terms: PolicyTerms,
): boolean {
  return JSON.stringify(known) === JSON.stringify(terms);
}

export const dunningPolicyDecider: Decider<DunningPolicyCommand, DunningPolicyEvent, PolicyBook> = {
  decide,
  evolve(book, { data }) {
    return new Map(book).set(data.policyId, [...(book.get(data.policyId) ?? []), data]);
  },
  initialState: () => new Map(),
};
