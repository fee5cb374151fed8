import { spawn } from 'node:child_process';

/** Runs a Node program in the foreground and ends this process as it ended. */
export function runNode(file, args) {
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
  // The terminal signals the child itself; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}
