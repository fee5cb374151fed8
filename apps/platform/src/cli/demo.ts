import { Command } from 'commander';
import { walkDemo } from '../demo/walk';
import { verify } from '../verify/verify';
import { CommandFailure } from './failure';
import { dataDirOption, jsonOption, print, printJson } from './options';
import { readServerFile, withRunningServer } from './running-server';

/** `continuo demo`: the ten steps of an order's life, over HTTP, against a running server. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('walk an order, its program, money, goods and commission through a running server')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nNeeds the demo catalogue and the test clock; a server started on an empty data directory has both.',
    )
    .action(async (options: { dataDir: string; json?: true }) => {
      await withRunningServer(options.dataDir, process.env, async (client) => {
        const check = (): Promise<readonly string[]> => verifyBehind(client.url, options.dataDir);
        const result = await walkDemo(client, options.json ? () => undefined : print, check);
        if (options.json) printJson(result);
        const failed = result.steps.filter((step) => !step.ok);
        if (failed.length > 0) {
          throw new CommandFailure(
            failed.map((step) => `step ${step.number} (${step.title}): ${step.problem}`).join('\n'),
          );
        }
      });
    });
}

/** Checks the data directory behind the server; throws when something is breached. */
async function verifyBehind(url: string, dataDir: string): Promise<readonly string[]> {
  if (readServerFile(dataDir)?.url !== url) {
    throw new Error(
      `the data directory of ${url} is not ${dataDir}: name it with --data-dir, for the check reads what is kept`,
    );
  }
  const { checks } = await verify(dataDir);
  const breached = checks.filter((check) => check.breaches.length > 0);
  if (breached.length > 0)
    throw new Error(
      breached.map((check) => `${check.name}: ${check.breaches.join('; ')}`).join('\n'),
    );
  return checks.map(
    (check) =>
      `${check.name}: ${check.facts === 0 ? 'nothing to look at' : `holds, ${check.facts} facts`}`,
  );
}
