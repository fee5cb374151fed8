import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/source-tree';
import { COMPOSE, COMPOSE_TEXT, type ComposeService, ENGINES, OURS, sourceOf } from './compose';
import { INSTRUCTIONS } from './image';
import { isDeclared } from './routes';

const SERVICES = ['orders', 'subscriptions', 'payments', 'fulfilment', 'commissions'];
/** Processes of ours that go on until they are stopped. */
const LASTING = OURS.filter(([, { restart }]) => restart !== 'no');
const all = Object.entries(COMPOSE.services);

const names = (services: readonly (readonly [string, unknown])[]) => services.map(([name]) => name);
const networksOf = ({ networks = ['default'] }: ComposeService) =>
  Array.isArray(networks) ? networks : Object.keys(networks);

describe('docker-compose.yml', () => {
  it('has the embedded deployment and the distributed one, each a profile', () => {
    const inProfile = (profile: string) =>
      names(all.filter(([, { profiles }]) => profiles?.includes(profile)));
    expect(inProfile('embedded')).toEqual(['continuo']);
    const engines = ['kafka', 'postgres', 'eventstore-1'];
    expect(inProfile('distributed')).toEqual(['edge', ...SERVICES, 'topics', ...engines]);
    expect(inProfile('cluster')).toEqual(['eventstore-2', 'eventstore-3']);
    expect(names(all.filter(([, { profiles }]) => profiles?.length !== 1))).toEqual([]);
  });

  it.each(OURS.flatMap(([name, { command }]) => (command ? [[name, command] as const] : [])))(
    'starts %s with a program that exists',
    (name, [runtime, program = '']) => {
      expect(runtime).toBe('node');
      const source = sourceOf(program);
      if (name === 'edge') expect(source).toBe('apps/platform/src/edge/main.ts');
      else expect(existsSync(join(root, source))).toBe(true);
    },
  );

  it('gives each of its own processes nothing it does not need', () => {
    const free = OURS.filter(([, service]) => {
      const { user, read_only, cap_drop, security_opt } = service;
      const bound =
        /^[1-9]\d*:[1-9]\d*$/.test(user ?? '') &&
        read_only === true &&
        cap_drop?.includes('ALL') &&
        security_opt?.includes('no-new-privileges:true');
      return !bound;
    });
    expect(names(free)).toEqual([]);
    const gaining = ENGINES.filter(([, { security_opt }]) => !security_opt?.length);
    expect(names(gaining)).toEqual([]);
  });

  it('lets them write to /tmp and /data alone; /data lasts where something is kept', () => {
    const kept = Object.fromEntries(
      OURS.map(([name, { volumes = [] }]) => [name, volumes.join()]).filter(([, list]) => list),
    );
    expect(kept).toEqual({ continuo: 'continuo-data:/data', payments: 'payments-data:/data' });
    for (const [name, { tmpfs = [] }] of OURS) {
      const fleeting = tmpfs.map((mount) => mount.split(':')[0]);
      expect([name, fleeting]).toEqual([name, name in kept ? ['/tmp'] : ['/tmp', '/data']]);
    }
  });

  it('restarts what has ended and lets it finish its work first', () => {
    const abandoned = all.filter(
      ([name, { restart }]) => restart !== (name === 'topics' ? 'no' : 'unless-stopped'),
    );
    expect(names(abandoned)).toEqual([]);
    const cutOff = all.filter(([, { stop_grace_period }]) => !stop_grace_period);
    expect(names(cutOff)).toEqual([]);
  });

  it('publishes no port but that of the API, on loopback', () => {
    const published = all.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    const port = expect.stringMatching(/^127\.0\.0\.1:.+:3000$/) as string;
    expect(published).toEqual([
      ['continuo', port],
      ['edge', port],
    ]);
  });

  it('keeps the engines on a network of their own, without a way out', () => {
    expect(COMPOSE.networks.engines?.internal).toBe(true);
    for (const [name, service] of ENGINES)
      expect([name, networksOf(service)]).toEqual([name, ['engines']]);
    for (const name of ['edge', ...SERVICES])
      expect(networksOf(COMPOSE.services[name]!)).toEqual(['default', 'engines']);
  });

  it('pins the engines and keeps what they hold in volumes that have a name', () => {
    for (const [name, { image, volumes = [] }] of ENGINES) {
      expect([name, image]).toEqual([name, expect.stringMatching(/:\d+\.\d+\.?\d*[\w.-]*$/)]);
      expect(volumes).toHaveLength(1);
    }
    const mounted = all.flatMap(([, { volumes = [] }]) => volumes.map((one) => one.split(':')[0]));
    expect(mounted.sort()).toEqual(Object.keys(COMPOSE.volumes).sort());
  });

  it('asks everything whether it is well; what is ours under a path that exists', () => {
    const unasked = ENGINES.filter(([, { healthcheck }]) => !healthcheck?.test?.length);
    expect(names(unasked)).toEqual([]);
    expect(names(LASTING.filter(([, { healthcheck }]) => healthcheck?.disable))).toEqual([]);
    const own = [
      ...LASTING.flatMap(([, { healthcheck }]) => healthcheck?.test ?? []),
      ...INSTRUCTIONS.filter(({ name }) => name === 'HEALTHCHECK').map(({ rest }) => rest),
    ];
    const paths = own.flatMap((text) => text.match(/\/health\/\w+/g) ?? []);
    expect(paths).toEqual(['/health/ready']);
    expect(isDeclared(`GET ${paths[0]}`)).toBe(true);
    expect(isDeclared('GET /health/well')).toBe(false);
  });

  it('waits only for what is there, and gives each process a port of its own', () => {
    const awaited = all.flatMap(([, { depends_on = {} }]) => Object.keys(depends_on));
    expect(awaited.filter((name) => !(name in COMPOSE.services))).toEqual([]);
    const ports = ['edge', ...SERVICES].map((name) => COMPOSE.services[name]?.environment?.PORT);
    expect(new Set(ports).size).toBe(6);
    for (const [index, name] of SERVICES.entries()) {
      const url = `${name.toUpperCase()}_URL: \${${name.toUpperCase()}_URL:-http://${name}:${ports[index + 1]}}`;
      expect(COMPOSE_TEXT).toContain(url);
    }
  });
});
