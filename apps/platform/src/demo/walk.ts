import type { ApiClient } from '../api-client';
import { STEPS } from './steps';
import { Walk } from './walk-log';
import { whatTheyAllSee } from './outlook';

export interface WalkedStep {
  readonly number: number;
  readonly title: string;
  readonly ok: boolean;
  readonly problem?: string;
}

export interface WalkResult {
  readonly steps: readonly WalkedStep[];
  /** What the five users of the system see at the end. */
  readonly outlook: Readonly<Record<string, string>>;
}

/**
 * Walks an order's life through a running server, over HTTP like any front end, and checks each
 * answer. It stops at the first step that does not do what it should.
 */
export async function walkDemo(
  client: ApiClient,
  print: (line: string) => void,
  verify: () => Promise<readonly string[]>,
): Promise<WalkResult> {
  const walk = new Walk(client, print);
  const steps: WalkedStep[] = [];
  for (const [index, { title, run }] of STEPS.entries()) {
    const number = index + 1;
    print(`\n${number}. ${title}`);
    try {
      await run(walk, verify);
      steps.push({ number, title, ok: true });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      steps.push({ number, title, ok: false, problem });
      return { steps, outlook: {} };
    }
  }
  const outlook = await whatTheyAllSee(walk);
  print('');
  for (const [who, sees] of Object.entries(outlook)) print(`${`${who}:`.padEnd(20)}${sees}`);
  return { steps, outlook };
}
