import { readEngines } from '@continuo/service/engines';
import { Command } from 'commander';
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

interface Options {
  readonly dataDir: string;
  readonly gatewayBooks?: string;
  readonly json?: true;
}

/** `continuo verify`: checks the invariants of a data directory, or of a deployment. */
export function verifyCommand(): Command {
  return new Command('verify')
    .addOption(dataDirOption())
    .addOption(gatewayBooksOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit code 1 when a check is breached. A check that looked at no fact is reported as such, not as passed.' +
        DEPLOYMENT_HELP,
    )
    .action(async (options: Options) => {
      const { dataDir, gatewayBooks } = options;
      const report = await verify(dataDir, { engines: readEngines(process.env), gatewayBooks });
      if (options.json) printJson(report);
      else {
        for (const check of report.checks) {
          const verdict =
            check.breaches.length > 0
              ? 'BREACHED'
              : check.facts === 0
                ? 'nothing to look at'
                : 'holds';
          print(`${check.name.padEnd(34)} ${verdict.padEnd(18)} ${check.facts} facts`);
          for (const breach of check.breaches.slice(0, 20)) print(`    ${breach}`);
          if (check.breaches.length > 20)
            print(`    and ${check.breaches.length - 20} more (--json names all)`);
        }
        print(`${report.events} events up to position ${report.position}`);
      }
      const breached = report.checks.filter((check) => check.breaches.length > 0);
      if (breached.length > 0)
        throw new CommandFailure(`breached: ${breached.map((check) => check.name).join(', ')}`);
    });
}
