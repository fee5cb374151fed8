import type { ServiceName } from '@continuo/contracts/message-type';
import { ReadinessRegistry } from '@continuo/http/readiness';
import { ApiDocuments } from '@continuo/http/openapi/documents';
import { type Config, readConfig } from '@continuo/service/config';
import type { Environment } from '@continuo/service/config-error';
import { type Front, runUntilStopped } from '@continuo/service/main';
import type { RunningProcess } from '@continuo/service/process';
import type { Service } from '@continuo/service/service';
import { overHttp, seedDemoCatalogue } from '../demo/seed';
import { firstAdminKey } from '../first-admin-key';
import { SERVICES } from '../services';
import { RemoteColleague } from './colleagues';
import { type OpenApiDocument, mergeDocuments } from './documents';
import { readServiceUrls } from './edge-config';
import { Instances } from './instances';
import { createProxy } from './proxy';
import { routesOf } from './routes';

class NoModule {}

/** The services as the edge knows them: their events, to be shown, but none of their work. */
const ELSEWHERE: readonly Service[] = SERVICES.map((service) => ({
  ...service,
  module: NoModule,
  projections: [],
  wakers: [],
}));

/** One address for the five services, and what spans them: the feed, the test clock, the documents. */
export async function startEdge(env: Environment): Promise<void> {
  const config = readConfig(env);
  const names = SERVICES.map(({ name }) => name);
  const urls = readServiceUrls(env, names);
  let adminKey: string | undefined;
  const { url, running } = await runUntilStopped({
    name: 'edge',
    config,
    testClock: config.testClock ?? false,
    services: ELSEWHERE,
    relays: false,
    definitionsModule: '',
    colleagues: (authorization) =>
      [...urls.values()].flat().map((each) => new RemoteColleague(each, authorization)),
    prepare: async ({ ports }) => {
      adminKey = await firstAdminKey(config.adminKey, ports.accessKeys);
    },
    front: (running, self) => openFront(config, running, self, urls),
  });
  if (config.demoCatalogue)
    await seedDemoCatalogue(config.dataDir, running.ports.accessKeys, overHttp(url));
  if (adminKey !== undefined) process.stdout.write(`Admin key, shown this once: ${adminKey}\n`);
  process.stdout.write(`Continuo is ready on ${url}\n`);
}

async function openFront(
  config: Config,
  { app }: RunningProcess,
  self: string,
  urls: ReadonlyMap<ServiceName, readonly string[]>,
): Promise<Front> {
  const services = new Map([...urls].map(([name, each]) => [name, new Instances(each)] as const));
  const close = async (): Promise<void> => {
    await proxy.close();
    await Promise.all([...services.values()].map((instances) => instances.stop()));
  };
  const proxy = await createProxy({
    routes: routesOf(SERVICES),
    services,
    self,
    bodyLimitBytes: config.bodyLimitBytes,
  });
  await Promise.all([...services.values()].map((instances) => instances.untilReady()));
  const readiness = app.get(ReadinessRegistry);
  for (const [name, instances] of services) readiness.register(name, () => instances.anyReady);
  const documents = app.get(ApiDocuments);
  const others = await Promise.all([...services.values()].map((each) => documentOf(each.next())));
  documents.showInstead(mergeDocuments(JSON.parse(documents.openApi()) as OpenApiDocument, others));
  const url = await proxy.listen({ host: config.host, port: config.port });
  return { url, close };
}

async function documentOf(url: string | undefined): Promise<OpenApiDocument> {
  const answer = await fetch(`${url}/openapi.json`);
  return (await answer.json()) as OpenApiDocument;
}
