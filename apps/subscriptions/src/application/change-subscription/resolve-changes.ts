import { streamOf } from '@continuo/event-store/aggregate';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { DomainError } from '@continuo/kernel/domain-error';
import { PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { PaymentTokens } from '@continuo/service/payment-tokens';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { versionOf } from '../../domain/plan/state';
import type { Authority, Change } from '../../domain/subscription/change';
import type { StartedSubscription } from '../../domain/subscription/state';
import { PLAN, SUBSCRIPTION } from '../aggregates';
import { agreedPlan } from '../start-subscriptions/program-plan';
import type { AskedChange } from './asked-change';

/** Looks up what changes name: plans are read, payment tokens asked for, addresses sealed. */
@Injectable()
export class ResolveChanges {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(PERSONAL_DATA) private readonly personal: PersonalData,
    @Optional() private readonly tokens?: PaymentTokens,
  ) {}

  /** For a preview, which keeps nothing: an address is checked by its form alone and not sealed. */
  async forPreview(
    state: StartedSubscription,
    asked: readonly AskedChange[],
    authority: Authority,
  ): Promise<readonly Change[]> {
    return Promise.all(
      asked.map(async (change, index): Promise<Change> => {
        if (change.kind === 'address') return { kind: 'address', shipTo: state.shipTo };
        return this.resolve(state, change, authority, `/changes/${index}`);
      }),
    );
  }

  /** Throws `plan-unknown`, `plan-version-not-offered` or `unknown-token`, naming the field. */
  async forChange(
    state: StartedSubscription,
    asked: readonly AskedChange[],
    authority: Authority,
    pointerOf: (index: number) => string,
  ): Promise<readonly Change[]> {
    return Promise.all(
      asked.map((change, index) =>
        change.kind === 'address'
          ? this.sealed(state, change)
          : this.resolve(state, change, authority, pointerOf(index)),
      ),
    );
  }

  private async resolve(
    state: StartedSubscription,
    asked: Exclude<AskedChange, { kind: 'address' }>,
    authority: Authority,
    pointer: string,
  ): Promise<Change> {
    if (asked.kind === 'payment-method') {
      await this.tokens?.requireKnown(asked.token, state.customerId, `${pointer}/token`);
      return asked;
    }
    if (asked.kind !== 'plan') return asked;
    const { planId, interval, sku } = asked;
    const { state: plan } = await this.runner.load(PLAN, planId);
    const latest = plan.status === 'published' ? plan.versions.length : 0;
    const version = asked.version ?? latest;
    const terms = versionOf(plan, version);
    if (!terms) throw planUnknown(planId, latest, pointer);
    if (authority === 'customer' && version !== latest) {
      throw planVersionNotOffered(planId, latest, pointer);
    }
    return {
      kind: 'plan',
      agreed: agreedPlan(planId, version, terms, state.currency),
      interval,
      sku,
    };
  }

  private async sealed(
    { customerId, subscriptionId }: StartedSubscription,
    { address }: Extract<AskedChange, { kind: 'address' }>,
  ): Promise<Change> {
    const stream = streamOf(SUBSCRIPTION, subscriptionId);
    const field = 'shipTo';
    const sealed = await this.personal.seal(address, { customerId, stream, field });
    return { kind: 'address', shipTo: { sealed, stream, field } };
  }
}

const planUnknown = (planId: string, latest: number, pointer: string) =>
  new DomainError(
    'plan-unknown',
    latest === 0 ? `There is no plan ${planId}.` : `Plan ${planId} has versions 1 to ${latest}.`,
    'invalid',
    { plan_id: planId, latest_version: latest },
    [{ pointer: `${pointer}/plan_id`, detail: 'Send the id of a published plan.' }],
  );

/** What was sold once is sold no more: only an agent changes to it. */
const planVersionNotOffered = (planId: string, latest: number, pointer: string) =>
  new DomainError(
    'plan-version-not-offered',
    `A customer changes to the latest version of a plan: that of ${planId} is ${latest}.`,
    'invalid',
    { plan_id: planId, latest_version: latest },
    [{ pointer: `${pointer}/plan_version`, detail: `Leave it out, or send ${latest}.` }],
  );
