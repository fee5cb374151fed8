import type { EventStore } from '@continuo/event-store/event-store';
import { Postgres } from '@continuo/postgres/postgres';
import { accessKeysContract } from '@continuo/testing/access-keys.contract';
import { CutOff } from '@continuo/testing/cut-off';
import { NOW } from '@continuo/testing/examples';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { fastify } from 'fastify';
import { Registry } from 'prom-client';
import { installEdge } from '../edge';
import { problemOf } from '../problem-details';
import { RequestDurations } from '../request-durations';
import { replyStore } from '../sample-app.fixture';
import { PostgresAccessKeys } from './postgres-access-keys';

describeWithPostgres('access keys in PostgreSQL', (server) => {
  accessKeysContract('PostgresAccessKeys', async () => {
    const schema = server.newSchema();
    const processes: Postgres[] = [];
    const connect = async () => {
      const postgres = await server.open(schema);
      processes.push(postgres);
      return postgres;
    };
    return {
      open: async () => PostgresAccessKeys.open(await connect()),
      kept: async () => JSON.stringify(await processes[0]?.query('SELECT * FROM access_keys')),
      dispose: async () => {
        await Promise.all(processes.map((postgres) => postgres.close()));
      },
    };
  });

  it('are asked by the edge, which says when it cannot ask', async () => {
    const way = await CutOff.before(server.url);
    const postgres = await Postgres.open({ url: way.url, schema: server.newSchema() });
    const keys = await PostgresAccessKeys.open(postgres);
    const edge = fastify();
    await installEdge(edge, {
      store: replyStore() as unknown as EventStore,
      clock: { now: () => NOW },
      keys,
      metrics: new RequestDurations(new Registry()),
      randomId: () => 'id',
      newCorrelationId: () => 'cor-1',
      elapsedMs: () => 0,
      logError: () => undefined,
    });
    edge.setErrorHandler((error, _request, reply) => {
      const problem = problemOf(error, false);
      return reply.code(problem?.status ?? 500).send({ code: problem?.code });
    });
    const rules = {
      path: '',
      roles: new Set(['agent'] as const),
      needsIdempotencyKey: false,
      reads: new Set<never>(),
      validateBody: undefined,
      validateQuery: undefined,
    };
    edge.get('/mine', { config: { rules } }, ({ scope }) => ({ role: scope.principal?.role }));
    const ask = async (secret: string) => {
      const headers = { authorization: `Bearer ${secret}` };
      const { statusCode, body } = await edge.inject({ url: '/mine', headers });
      return [statusCode, (JSON.parse(body) as { code?: string }).code];
    };
    const agent = await keys.create({ role: 'agent', name: 'Nora' });
    const vendor = await keys.create({ role: 'vendor', name: 'Box' });
    expect(await ask(agent.secret)).toEqual([200, undefined]);
    expect(await ask(vendor.secret)).toEqual([403, 'forbidden-role']);
    expect(await ask('ck_agent_unknown')).toEqual([401, 'unauthenticated']);
    await keys.revoke(agent.keyId);
    expect(await ask(agent.secret)).toEqual([401, 'unauthenticated']);
    await way.close();
    expect(await ask(agent.secret)).toEqual([503, 'access-keys-unavailable']);
    await edge.close();
    await postgres.close();
  });
});
