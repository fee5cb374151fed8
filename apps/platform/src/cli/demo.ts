import { type Engines, readEngines, sharesRecord } from '@continuo/service/engines';
import { Command } from 'commander';
import { walkDemo } from '../demo/walk';
import { verify } from '../verify/verify';
import { CommandFailure } from './failure';
import {
  dataDirOption,
  DEPLOYMENT_HELP,
  gatewayBooksOption,
  jsonOption,
  print,
  printJson,
} from './options';
import { honoursKeysOf, readServerFile, withRunningServer } from './running-server';

interface Options {
  readonly dataDir: string;
  readonly gatewayBooks?: string;
  readonly json?: true;
}

/** `continuo demo`: the ten steps of an order's life, over HTTP, against a running server. */
export function demoCommand(): Command {
  return new Command('demo')
    .addOption(dataDirOption())
    .addOption(gatewayBooksOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nNeeds the demo catalogue and the test clock; a server started on an empty data directory has both.' +
        DEPLOYMENT_HELP,
    )
    .action(async (options: Options) => {
      const engines = readEngines(process.env);
      await withRunningServer(options.dataDir, process.env, async (client) => {
        const check = () => verifyBehind(client.url, options, engines);
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

/** Checks what the server keeps; throws when something is breached, or when it keeps it elsewhere. */
async function verifyBehind(
  url: string,
  { dataDir, gatewayBooks }: Options,
  engines: Engines,
): Promise<readonly string[]> {
  if (sharesRecord(engines)) {
    if (!(await honoursKeysOf(url, dataDir, engines)))
      throw new Error(
        `${url} is not the deployment whose keys are at POSTGRES_URL: name its own, for the check reads what is kept`,
      );
  } else if (readServerFile(dataDir)?.url !== url) {
    throw new Error(
      `the data directory of ${url} is not ${dataDir}: name it with --data-dir, for the check reads what is kept`,
    );
  }
  const { checks } = await verify(dataDir, { engines, gatewayBooks });
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
