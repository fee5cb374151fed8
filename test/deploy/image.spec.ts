import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, textOf } from '../architecture/source-tree';
import { sourceOf } from './compose';
import { imageEnvironment, INSTRUCTIONS, instructionsOf, LAST_STAGE } from './image';

const named = (name: string) => INSTRUCTIONS.filter((instruction) => instruction.name === name);
const inLastStage = (name: string) => named(name).filter(({ stage }) => stage === LAST_STAGE);

describe('the Dockerfile', () => {
  it('reads instructions that go on over several lines', () => {
    expect(instructionsOf('FROM a\n# note\nRUN b \\\n  && c\n')).toEqual([
      { stage: 0, name: 'FROM', rest: 'a' },
      { stage: 0, name: 'RUN', rest: 'b && c' },
    ]);
  });

  it('copies only what exists, and nothing that is kept out of the build', () => {
    const copied = named('COPY')
      .filter(({ rest }) => !rest.includes('--from='))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied).toContain('apps');
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const [keptOut, ...allowed] = textOf('.dockerignore')
      .replace(/^#.*\n/gm, '')
      .trim()
      .split('\n');
    expect(keptOut).toBe('*');
    expect(allowed.map((line) => line.replace(/^!/, '')).sort()).toEqual(
      [...new Set(copied)].sort(),
    );
  });

  it('takes of its sources and tools only what was built', () => {
    const taken = inLastStage('COPY').map(({ rest }) => rest.replace(/^--from=(\w+) \S+ /, '$1 '));
    expect(taken).toEqual(['package.json ./', 'dependencies node_modules', 'build dist']);
    const installs = named('RUN').filter(({ rest }) => rest.includes('npm ci'));
    expect(installs.map(({ rest }) => rest.includes('--omit=dev'))).toEqual([false, true]);
  });

  it('runs as nobody in particular', () => {
    const [user] = inLastStage('USER').slice(-1);
    expect(user?.rest).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const after = INSTRUCTIONS.slice(INSTRUCTIONS.indexOf(user!));
    expect(after.map(({ name }) => name)).toEqual(['USER', 'EXPOSE', 'HEALTHCHECK', 'CMD']);
  });

  it('asks nobody for anything but the package registry', () => {
    const downloads = /\b(curl|wget|apt(-get)?|apk|git|npx)\b|https?:/;
    expect(named('RUN').filter(({ rest }) => downloads.test(rest))).toEqual([]);
    expect(named('ADD')).toEqual([]);
    expect(textOf('Dockerfile')).not.toMatch(/^# *syntax *=/m);
  });

  it('stands on one pinned image, whose Node the project supports', () => {
    expect(new Set(named('FROM').map(({ rest }) => rest.split(' ')[0]))).toEqual(
      new Set(['$' + '{NODE_IMAGE}']),
    );
    expect(named('ARG').map(({ rest }) => rest)).toEqual([
      expect.stringMatching(/^NODE_IMAGE=node:22\.\d+\.\d+-\w+-slim$/),
    ]);
  });

  it('starts the embedded deployment, whose health it asks for where it listens', () => {
    const [start] = inLastStage('CMD').map(({ rest }) => JSON.parse(rest) as string[]);
    expect(existsSync(join(root, sourceOf(start?.[1] ?? '')))).toBe(true);
    expect(inLastStage('HEALTHCHECK')[0]?.rest).toContain('process.env.PORT');
    expect(imageEnvironment()).toEqual({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      PORT: '3000',
      CONTINUO_DATA_DIR: '/data',
    });
  });
});
