import { mkdirSync } from 'node:fs';
import type { AccessKeys } from '@continuo/http/access-keys';
import { type KeyRole, ROLES } from '@continuo/http/principal';
import { readEngines } from '@continuo/service/engines';
import { Command, Option } from 'commander';
import { withAccessKeys } from './access-keys';
import { CommandFailure } from './failure';
import { dataDirOption, jsonOption, print, printJson } from './options';

interface Options {
  readonly dataDir: string;
  readonly json?: true;
}

interface CreateOptions extends Options {
  readonly role: KeyRole;
  readonly name: string;
  readonly callCentre?: string;
  readonly agent?: string;
  readonly vendor?: string;
}

/** `continuo keys create|revoke|list`: API keys; a running server honours a change at once. */
export function keysCommand(): Command {
  const create = new Command('create')
    .description('issue an API key; it is shown once and stored hashed')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .requiredOption('--name <name>', 'what it is for')
    .option(
      '--call-centre <id>',
      'bounds an agent, a supervisor or a call centre to its centre, such as cc_northline',
    )
    .option('--agent <id>', 'the agent or supervisor whose key it is, such as agt_nora')
    .option('--vendor <id>', 'the fulfilment vendor whose key it is')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (options: CreateOptions) => {
      checkBounds(options);
      await withKeys(options.dataDir, async (keys) => {
        const { keyId, secret } = await keys.create({
          role: options.role,
          name: options.name,
          callCentreId: options.callCentre,
          agentId: options.agent,
          vendorId: options.vendor,
        });
        if (options.json) printJson({ key_id: keyId, key: secret, role: options.role });
        else print(`${secret}\n(${keyId}, role ${options.role}; it is not shown again)`);
      });
    });
  const revoke = new Command('revoke')
    .description('end an API key at once')
    .argument('<key-id>', 'see `continuo keys list`')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (keyId: string, options: Options) => {
      await withKeys(options.dataDir, async (keys) => {
        if (!(await keys.revoke(keyId)))
          throw new CommandFailure(
            `There is no live key ${keyId}; \`continuo keys list\` shows them.`,
          );
        if (options.json) printJson({ revoked: keyId });
        else print(`${keyId} is revoked`);
      });
    });
  const list = new Command('list')
    .description('all API keys, without their secrets')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (options: Options) => {
      await withKeys(options.dataDir, async (keys) => {
        const all = await keys.list();
        if (options.json) return printJson({ keys: all });
        for (const key of all) {
          const bounds = [key.callCentreId, key.agentId, key.vendorId].filter(Boolean).join(' ');
          print(
            `${key.keyId}  ${key.role.padEnd(12)} ${key.revokedAt ? 'revoked' : 'live   '}  ${key.name}  ${bounds}`,
          );
        }
      });
    });
  return new Command('keys').addCommand(create).addCommand(revoke).addCommand(list);
}

/** A key that is bound to nobody would see nothing, or too much. */
function checkBounds(options: CreateOptions): void {
  const needs: Partial<Record<KeyRole, readonly (keyof CreateOptions & string)[]>> = {
    agent: ['agent', 'callCentre'],
    supervisor: ['callCentre'],
    'call-centre': ['callCentre'],
    vendor: ['vendor'],
  };
  for (const bound of needs[options.role] ?? []) {
    if (options[bound] === undefined) {
      const flag = bound === 'callCentre' ? 'call-centre' : bound;
      throw new CommandFailure(`A key of role ${options.role} needs --${flag}.`, 2);
    }
  }
}

function withKeys(dataDir: string, use: (keys: AccessKeys) => Promise<void>): Promise<void> {
  const engines = readEngines(process.env);
  if (engines.keys.kind === 'local') mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return withAccessKeys(dataDir, engines, use);
}
