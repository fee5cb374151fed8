import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig } from '@continuo/service/config';
import { runUntilStopped } from '@continuo/service/main';
import { isDemoDirectory, seedDemoCatalogue, withinProcess } from './demo/seed';
import { DEMO } from './demo/catalogue';
import { firstAdminKey } from './first-admin-key';
import { SERVICES } from './services';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** All five services in one process, on the embedded adapters, until Ctrl-C. */
export async function startPlatform(
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const config = readConfig(env);
  const isNew = !existsSync(join(config.dataDir, 'record.db'));
  const demo = isNew ? config.demoCatalogue : isDemoDirectory(config.dataDir);
  const testClock = config.testClock ?? (demo && LOOPBACK.has(config.host));
  let adminKey: string | undefined;
  const { url } = await runUntilStopped({
    name: 'platform',
    config,
    testClock,
    services: SERVICES,
    definitionsModule: join(__dirname, 'definitions'),
    prepare: async (running) => {
      const { accessKeys } = running.ports;
      adminKey = await firstAdminKey(config.adminKey, accessKeys);
      if (demo) await seedDemoCatalogue(config.dataDir, accessKeys, withinProcess(running));
    },
  });
  process.stdout.write(banner(url, config, adminKey, demo, testClock));
}

function banner(
  url: string,
  config: Config,
  adminKey: string | undefined,
  demo: boolean,
  testClock: boolean,
): string {
  const key = adminKey ?? '$CONTINUO_ADMIN_KEY';
  const [dnis] = DEMO.dnis;
  const lines = [
    `Continuo is ready on ${url}  (documentation: ${url}/docs, API: ${url}/openapi.json)`,
    `Data directory: ${config.dataDir}${testClock ? '  (test clock enabled)' : ''}`,
  ];
  if (adminKey !== undefined) lines.push(`Admin key, shown this once: ${adminKey}`);
  else if (config.adminKey !== undefined) lines.push('Admin key: that of CONTINUO_ADMIN_KEY');
  else
    lines.push(
      'Admin key: as issued before; `npx continuo keys create --role admin --name "..."` issues another.',
    );
  if (demo) {
    lines.push(
      '',
      'Who is calling? (screen pop)',
      `  curl -s -H "Authorization: Bearer ${key}" '${url}/v1/screen-pop?dnis=${encodeURIComponent(dnis)}&ani=%2B12125550123&call_id=call-1'`,
      'What is in the catalogue?',
      `  curl -s -H "Authorization: Bearer ${key}" ${url}/v1/offers`,
      'What has happened so far?',
      `  curl -s -H "Authorization: Bearer ${key}" '${url}/v1/events?limit=5'`,
      'The whole walk, from order to commission:  npx continuo demo',
    );
  }
  return `${lines.join('\n')}\n`;
}
