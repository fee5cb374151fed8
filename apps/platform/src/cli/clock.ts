import { Command } from 'commander';
import { CommandFailure } from './failure';
import { dataDirOption, jsonOption, print, printJson } from './options';
import { withRunningServer } from './running-server';

interface ClockOptions {
  readonly dataDir: string;
  readonly advance?: string;
  readonly to?: string;
  readonly json?: true;
}

/** `continuo clock`: shows or moves the clock of a running server. */
export function clockCommand(): Command {
  return new Command('clock')
    .option('--advance <duration>', 'ISO 8601 duration to move by, such as P30D')
    .option('--to <instant>', 'instant to move to, such as 2027-01-31T12:00:00Z')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (options: ClockOptions) => {
      await withRunningServer(options.dataDir, process.env, async (client) => {
        const moves = options.advance !== undefined || options.to !== undefined;
        const answer = await client.send(
          moves
            ? {
                method: 'POST',
                path: '/v1/test-clock/advance',
                body: { by: options.advance, to: options.to },
              }
            : { method: 'GET', path: '/v1/test-clock' },
        );
        if (answer.status !== 200 && answer.status !== 201)
          throw new CommandFailure(String(answer.body.detail ?? answer.body));
        if (options.json) return printJson(answer.body);
        return print(
          moves
            ? `from ${answer.body.from} to ${answer.body.to}: ${answer.body.woken} due dates worked off`
            : `${answer.body.now} (test clock ${answer.body.enabled ? 'enabled' : 'not enabled'})`,
        );
      });
    });
}
