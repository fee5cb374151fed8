import { spawnSync } from 'node:child_process';
import { root } from '../architecture/source-tree';

const SECRETS = {
  CONTINUO_ADMIN_KEY: 'ck_admin_0123456789abcdef',
  CONTINUO_KEY_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  POSTGRES_PASSWORD: '0123456789abcdef',
};
const COMMANDS = [['docker', 'compose'], ['docker-compose']] as const;

function run(command: readonly string[], args: readonly string[], env: Record<string, string>) {
  const [program = '', ...first] = command;
  return spawnSync(program, [...first, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    encoding: 'utf8',
  });
}

const command = COMMANDS.find((one) => run(one, ['version'], {}).status === 0);
const check = command ? it : it.skip;

describe(`Compose itself${command ? '' : ' (skipped: there is neither docker compose nor docker-compose)'}`, () => {
  check.each(['embedded', 'distributed', 'cluster'])('takes the profile %s', (profile) => {
    const profiles = profile === 'cluster' ? ['distributed', 'cluster'] : [profile];
    const args = [...profiles.flatMap((name) => ['--profile', name]), 'config', '--quiet'];
    const { status, stderr } = run(command ?? [], args, SECRETS);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  check('refuses to start without a secret, and says which', () => {
    const args = ['--profile', 'distributed', 'config', '--quiet'];
    const { status, stderr } = run(command ?? [], args, { ...SECRETS, POSTGRES_PASSWORD: '' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('set POSTGRES_PASSWORD in .env, see .env.example');
  });
});
