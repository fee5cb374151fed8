import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireDataLock, DataDirectoryInUseError } from './data-lock';

/** Forgets the lock that it has got, and collects what is forgotten. */
const HOLDER = `
  require(${JSON.stringify(join(__dirname, 'typescript-hook.cjs'))});
  require(${JSON.stringify(join(__dirname, 'data-lock'))}).acquireDataLock(process.argv[1]);
  setTimeout(() => {
    gc();
    process.stdout.write('held');
  });
  setInterval(() => {}, 1000);
`;

describe('acquireDataLock', () => {
  let dataDir: string;
  let holder: ChildProcess | undefined;

  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'continuo-'))));
  afterEach(() => {
    holder?.kill('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  async function holdElsewhere(): Promise<ChildProcess> {
    holder = spawn(process.execPath, ['--expose-gc', '-e', HOLDER, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (holder.stdout) await once(holder.stdout, 'data');
    return holder;
  }

  it('refuses a second process, naming the directory and who holds it', async () => {
    const { pid } = await holdElsewhere();
    expect(() => acquireDataLock(dataDir)).toThrow(DataDirectoryInUseError);
    expect(() => acquireDataLock(dataDir)).toThrow(
      `The data directory ${dataDir} is in use by process ${pid}.`,
    );
  });

  it('is free again at once when its holder is killed', async () => {
    const other = await holdElsewhere();
    other.kill('SIGKILL');
    await once(other, 'exit');
    acquireDataLock(dataDir).release();
  });

  it('is free again when released', () => {
    const lock = acquireDataLock(dataDir);
    expect(() => acquireDataLock(dataDir)).toThrow(DataDirectoryInUseError);
    lock.release();
    lock.release();
    acquireDataLock(dataDir).release();
  });
});
