import { spawnSync } from 'node:child_process';

/** The program, by CONTINUO_HLEDGER where it is not on the path. */
const PROGRAM = process.env['CONTINUO_HLEDGER'] ?? 'hledger';

/** Why journals cannot be read here; undefined when they can. */
export function whyNoHledger(): string | undefined {
  const { error, status } = spawnSync(PROGRAM, ['--version']);
  return error || status !== 0
    ? `${PROGRAM} is not installed: apt-get install hledger, or name it in CONTINUO_HLEDGER`
    : undefined;
}

/** What hledger says of a journal; throws what it complains about. */
export function hledger(file: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(PROGRAM, ['-f', file, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`hledger ${args.join(' ')}: ${stderr}`);
  return stdout;
}
