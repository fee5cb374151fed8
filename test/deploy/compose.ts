import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { textOf } from '../architecture/source-tree';

export interface ComposeService {
  readonly image: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly tmpfs?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const COMPOSE_TEXT = textOf('docker-compose.yml');
export const COMPOSE = load(COMPOSE_TEXT, {
  schema: CORE_SCHEMA.withTags(mergeTag),
}) as ComposeFile;

/** Services that run our image, and those that run an engine's. */
export const OURS = Object.entries(COMPOSE.services).filter(([, { build }]) => build !== undefined);
export const ENGINES = Object.entries(COMPOSE.services).filter(([, { build }]) => !build);

/** The file of TypeScript that a program of the image is made from. */
export function sourceOf(program: string): string {
  return program.replace(/^dist\//, '').replace(/\.js$/, '.ts');
}

/** `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, as Compose fills them in. */
const VARIABLE = /\$\{(?<name>\w+)(?::(?<how>[-?])(?<rest>[^}]*))?\}/g;

/** Each variable that the file takes from its surroundings. */
export function variablesOf(
  text: string,
): readonly { readonly name: string; readonly how?: string; readonly rest?: string }[] {
  return [...text.matchAll(VARIABLE)].map(({ groups }) => ({ name: '', ...groups }));
}

/** A value as the container gets it. Throws what Compose would say about a missing secret. */
export function filledIn(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(VARIABLE, (_, name: string, how?: string, rest?: string) => {
    const value = env[name];
    if (value) return value;
    if (how === '?') throw new Error(rest);
    return rest ?? '';
  });
}

/** The assignments of a file such as .env. */
export function assignmentsOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^(\w+)=(.*)$/gm)];
  return Object.fromEntries(lines.map(([, name, value]) => [name, value]));
}
