import { createWriteStream, rmSync, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Rejects } from '../../application/import-orders/ports';

/** A CSV of line, column and reason. One of an earlier reading is replaced, or removed when nothing is rejected any more. */
export class RejectsFile implements Rejects {
  private stream: WriteStream | undefined;
  private closed: Promise<string | null> | undefined;

  constructor(private readonly path: string) {}

  add({ line, column, reason }: { line: number; column: string; reason: string }): void {
    if (!this.stream) {
      this.stream = createWriteStream(this.path);
      this.stream.write('line,column,reason\n');
    }
    this.stream.write(`${line},${quoted(column)},${quoted(reason)}\n`);
  }

  close(): Promise<string | null> {
    return (this.closed ??= this.end());
  }

  private async end(): Promise<string | null> {
    if (!this.stream) {
      rmSync(this.path, { force: true });
      return null;
    }
    this.stream.end();
    await finished(this.stream);
    return this.path;
  }
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
