import { type Decider, never } from '@continuo/kernel/decider';
import { checkPlanTerms } from './check-terms';
import { planExists, planNotFound } from './errors';
import type { PlanEvent } from './events';
import type { PlanState } from './state';
import type { PlanTerms } from './terms';

export type PlanCommand =
  | { readonly kind: 'publish-plan'; readonly planId: string; readonly terms: PlanTerms }
  | { readonly kind: 'publish-version'; readonly planId: string; readonly terms: PlanTerms };

/** Versions are immutable: what was sold stays as it was sold. */
export const planDecider: Decider<PlanCommand, PlanEvent, PlanState> = {
  initialState: () => ({ status: 'none' }),

  decide: (command, state) => {
    checkPlanTerms(command.terms);
    const versions = state.status === 'published' ? state.versions : [];
    const latest = versions.at(-1);
    switch (command.kind) {
      case 'publish-plan':
        if (!latest) break;
        if (sameTerms(latest, command.terms)) return [];
        throw planExists(command.planId);
      case 'publish-version':
        if (!latest) throw planNotFound(command.planId);
        if (sameTerms(latest, command.terms)) return [];
        break;
      default:
        return never(command);
    }
    const { planId, terms } = command;
    return [
      {
        type: 'plan.version-published.v2',
        data: { planId, version: versions.length + 1, ...terms },
      },
    ];
  },

  evolve: (state, event) => {
    const { planId, version: _, ...terms } = event.data;
    const versions = state.status === 'published' ? state.versions : [];
    return { status: 'published', planId, versions: [...versions, terms] };
  },
};

function sameTerms(a: PlanTerms, b: PlanTerms): boolean {
  return canonical(a) === canonical(b);
}

/** JSON with sorted keys, so that the order in which a caller writes prices does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
