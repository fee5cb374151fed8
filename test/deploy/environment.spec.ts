import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@continuo/service/config';
import { projectFiles, root, textOf } from '../architecture/source-tree';
import {
  assignmentsOf,
  COMPOSE,
  COMPOSE_TEXT,
  ENGINES,
  filledIn,
  OURS,
  variablesOf,
} from './compose';
import { imageEnvironment } from './image';

const EXAMPLE = textOf('.env.example');
const SECRETS = {
  CONTINUO_ADMIN_KEY: 'ck_admin_0123456789abcdef',
  CONTINUO_KEY_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  POSTGRES_PASSWORD: '0123456789abcdef',
};
const [OWN_PART = '', ENGINE_PART = ''] = EXAMPLE.split(/^# Read by the images of the engines/m);

const sources = projectFiles(/^(apps|libs)\/.*\.ts$/)
  .filter((file) => !/\.(spec|fixture)\.ts$|^libs\/testing\//.test(file))
  .map(textOf);
const isRead = (name: string) =>
  sources.some((text) => new RegExp(`env\\.${name}\\b|'${name}'`).test(text));
const isNamed = (name: string, text: string) => new RegExp(`\\b${name}\\b`).test(text);
const keysOf = (services: typeof OURS) => [
  ...new Set(services.flatMap(([, { environment = {} }]) => Object.keys(environment))),
];

describe('the environment of the containers', () => {
  it('holds for our processes nothing that none of them reads', () => {
    const ours = keysOf(OURS);
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter((name) => !isRead(name))).toEqual([]);
    expect(ours.filter((name) => !isNamed(name, OWN_PART))).toEqual([]);
    expect(isRead('CONTINUO_NONSENSE')).toBe(false);
  });

  it('says of each variable of an engine what it is for', () => {
    const set = keysOf(ENGINES).filter((name) => !(name in assignmentsOf(EXAMPLE)));
    expect(set.length).toBeGreaterThan(20);
    expect(set.filter((name) => !isNamed(name, ENGINE_PART))).toEqual([]);
    const told = [...ENGINE_PART.matchAll(/\b[A-Z]{3,}_[A-Z_]+\b/g)].map(([name]) => name);
    expect(told.filter((name) => !set.includes(name))).toEqual([]);
  });

  it('has the defaults of .env.example, and every variable of Compose stands there', () => {
    const example = assignmentsOf(EXAMPLE);
    const used = variablesOf(COMPOSE_TEXT);
    const wrong = used.filter(({ name, how, rest }) =>
      how === '-' ? example[name] !== rest : example[name] !== '' || !(name in SECRETS),
    );
    expect(wrong).toEqual([]);
    const unused = Object.keys(example).filter((name) => !used.some((one) => one.name === name));
    expect(unused).toEqual(['COMPOSE_PROFILES']);
  });

  it.each(Object.keys(SECRETS))(
    'is refused without %s, with the name and where to look',
    (name) => {
      const without = { ...SECRETS, [name]: '' };
      expect(() => filledIn(COMPOSE_TEXT, without)).toThrow(
        `set ${name} in .env, see .env.example`,
      );
    },
  );

  it.each(OURS.filter(([name]) => name !== 'topics'))(
    'is one that %s can start with',
    (_, service) => {
      const given = Object.entries({ ...imageEnvironment(), ...service.environment });
      const env = Object.fromEntries(given.map(([key, value]) => [key, filledIn(value, SECRETS)]));
      const { engines, host, port, dataDir } = readConfig(env);
      expect({ host, port, dataDir }).toEqual({
        host: '0.0.0.0',
        port: Number(env.PORT),
        dataDir: '/data',
      });
      const distributed = { eventStore: 'eventstoredb', messaging: 'kafka', readStore: 'postgres' };
      const embedded = { eventStore: 'sqlite', messaging: 'in-process', readStore: 'sqlite' };
      expect({
        eventStore: engines.eventStore.kind,
        messaging: engines.messaging.kind,
        readStore: engines.readStore.kind,
      }).toEqual(service === COMPOSE.services.continuo ? embedded : distributed);
    },
  );

  const openssl = spawnSync('openssl', ['version']).status === 0;
  (openssl ? it : it.skip)(
    'gets secrets that can be used from the lines in .env.example (skipped where openssl is absent)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'continuo-env-'));
      try {
        const made = join(folder, '.env');
        const lines = /^# {3}\(umask[\s\S]*?> \.env\)$/m.exec(EXAMPLE)?.[0] ?? '';
        const script = lines.replace(/^# {3}/gm, '').replace('> .env', `> ${made}`);
        expect(spawnSync('sh', ['-ec', script], { cwd: root }).status).toBe(0);
        const env = assignmentsOf(readFileSync(made, 'utf8'));
        expect(() => filledIn(COMPOSE_TEXT, env)).not.toThrow();
        const { adminKey, keyEncryptionKey } = readConfig(env);
        expect([adminKey, keyEncryptionKey]).not.toContain(undefined);
        expect(env.POSTGRES_PASSWORD).toMatch(/^[0-9a-z]{40,}$/);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
