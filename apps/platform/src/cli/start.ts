import { Command } from 'commander';
import { dataDirOption } from './options';
import { startPlatform } from '../start-platform';

/** `continuo start`: all five services in this process, until Ctrl-C. */
export function startCommand(): Command {
  return new Command('start')
    .option('--port <port>', 'port to listen on (PORT)')
    .option('--host <host>', 'address to bind to (HOST)')
    .addOption(dataDirOption())
    .action(async (options: { dataDir: string; port?: string; host?: string }) => {
      await startPlatform({
        ...process.env,
        CONTINUO_DATA_DIR: options.dataDir,
        ...(options.port === undefined ? {} : { PORT: options.port }),
        ...(options.host === undefined ? {} : { HOST: options.host }),
      });
    });
}
