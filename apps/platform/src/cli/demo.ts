import { Command } from 'commander';
import { walkDemo } from '../demo/walk';
import { CommandFailure } from './failure';
import { dataDirOption, jsonOption, print, printJson } from './options';
import { withRunningServer } from './running-server';

/** `continuo demo`: the ten steps of an order's life, over HTTP, against a running server. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('walk an order, its program, money, goods and commission through a running server')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (options: { dataDir: string; json?: true }) => {
      await withRunningServer(options.dataDir, process.env, async (client) => {
        const result = await walkDemo(client, options.json ? () => undefined : print);
        if (options.json) printJson(result);
        const failed = result.steps.filter((step) => !step.ok);
        if (failed.length > 0) {
          throw new CommandFailure(failed.map((step) => `step ${step.number} (${step.title}): ${step.problem}`).join('\n'));
        }
      });
    });
}
