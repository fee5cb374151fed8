import { setTimeout as sleep } from 'node:timers/promises';
import { CutOff } from '@continuo/testing/cut-off';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { Postgres } from './postgres';
import { PostgresLeases } from './postgres-leases';

const QUICK = { tryEveryMs: 50, heartbeat: { everyMs: 100, answerMs: 200, silenceMs: 1_500 } };

describeWithPostgres('leases in PostgreSQL', (server) => {
  let postgres: Postgres;
  const processes: PostgresLeases[] = [];
  const newProcess = (on = postgres) => {
    const leases = new PostgresLeases(on, QUICK);
    processes.push(leases);
    return leases;
  };
  /** Work that goes on until the lease is lost. */
  const untilLost = (name: string, log: string[]) => async (lost: AbortSignal) => {
    log.push(`${name} begins`);
    if (!lost.aborted) await new Promise((ended) => lost.addEventListener('abort', ended));
    log.push(`${name} ends`);
  };
  const until = async (condition: () => boolean) => {
    for (let tries = 0; !condition(); tries += 1) {
      if (tries > 400) throw new Error('it did not happen within 8 s');
      await sleep(20);
    }
  };

  beforeEach(async () => {
    postgres = await server.open();
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((leases) => leases.close()));
    await postgres.close();
  });

  it('are held by one at a time, and given on when they are released', async () => {
    const log: string[] = [];
    const a = newProcess().hold('projector', untilLost('a', log));
    await until(() => a.held);
    const b = newProcess().hold('projector', untilLost('b', log));
    const other = newProcess().hold('scheduler', untilLost('other', log));
    await until(() => other.held);
    await sleep(300);
    expect([a.held, b.held]).toEqual([true, false]);
    await a.release();
    await until(() => b.held);
    expect(log).toEqual(['a begins', 'other begins', 'a ends', 'b begins']);
  });

  it('are tried again after work that failed, and given up after work that is done', async () => {
    let tries = 0;
    const lease = newProcess().hold('once', async () => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
    });
    await until(() => tries === 3);
    await sleep(200);
    expect([tries, lease.held]).toEqual([3, false]);
  });

  it('of another deployment on the same server are others', async () => {
    const neighbour = await server.open();
    const ours = newProcess().hold('projector', untilLost('ours', []));
    const theirs = newProcess(neighbour).hold('projector', untilLost('theirs', []));
    await until(() => ours.held && theirs.held);
    await Promise.all([ours.release(), theirs.release()]);
    await neighbour.close();
  });

  it('are lost when the connection dies; the work ends, and the lease is held again', async () => {
    const log: string[] = [];
    const a = newProcess().hold('projector', untilLost('a', log));
    await until(() => a.held);
    await postgres.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`,
    );
    await until(() => log.length === 3);
    expect(log).toEqual(['a begins', 'a ends', 'a begins']);
  });

  it('are lost before another gets them when the server is not heard any more', async () => {
    const cutOff = await CutOff.before(server.url);
    const away = await Postgres.open({ url: cutOff.url, schema: postgres.schema });
    const log: string[] = [];
    const a = newProcess(away).hold('projector', untilLost('a', log));
    await until(() => a.held);
    const b = newProcess().hold('projector', untilLost('b', log));
    const since = performance.now();
    cutOff.fallSilent();
    await until(() => !a.held);
    expect(performance.now() - since).toBeLessThan(1_000);
    await until(() => b.held);
    expect(log).toEqual(['a begins', 'a ends', 'b begins']);
    await cutOff.close();
    await Promise.all(processes.splice(0).map((leases) => leases.close()));
    await away.close();
  });
});
