import { textOf } from '../architecture/source-tree';

/** The Dockerfile's instructions, each with the stage it belongs to. */
export interface Instruction {
  readonly stage: number;
  readonly name: string;
  readonly rest: string;
}

export const INSTRUCTIONS: readonly Instruction[] = instructionsOf(textOf('Dockerfile'));

/** Lines that end with a backslash go on; comments are left out. */
export function instructionsOf(dockerfile: string): Instruction[] {
  const lines = dockerfile.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '');
  let stage = -1;
  return [...lines.matchAll(/^([A-Z]+) (.*)$/gm)].map(([, name = '', rest = '']) => {
    if (name === 'FROM') stage += 1;
    return { stage, name, rest };
  });
}

export const LAST_STAGE = Math.max(...INSTRUCTIONS.map(({ stage }) => stage));

/** What the containers find in their environment, unless Compose says otherwise. */
export function imageEnvironment(): Record<string, string> {
  const set = INSTRUCTIONS.filter(({ stage, name }) => stage === LAST_STAGE && name === 'ENV');
  const pairs = set.flatMap(({ rest }) => [...rest.matchAll(/(\w+)=(\S+)/g)]);
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
}
