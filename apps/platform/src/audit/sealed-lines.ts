import { hash } from 'node:crypto';

/** How the lines of an exported history are written. */
export type HistoryFormat = 'jsonl' | 'csv';

/** What a line is: the first, one change (or event), the last. */
export type LineKind = 'header' | 'event' | 'end';

/** What the first line follows. */
export const FILE_START = '0'.repeat(64);

const DIGEST = '[0-9a-f]{64}';
const START = '"n":(\\d{1,15}),"kind":"(header|event|end)"';
const SEALED_LINE: Readonly<Record<HistoryFormat, RegExp>> = {
  jsonl: new RegExp(`^\\{${START}.*,"after":"(${DIGEST})","chain":"(${DIGEST})"\\}$`, 's'),
  csv: new RegExp(`^(\\d{1,15}),(header|event|end),.*,(${DIGEST}),(${DIGEST})$`, 's'),
};
/** Bytes behind what the chain covers. */
const TAIL: Readonly<Record<HistoryFormat, number>> = {
  jsonl: `,"chain":"${FILE_START}"}`.length,
  csv: `,${FILE_START}`.length,
};

/**
 * Chains lines: each carries the digest of the line before (`after`) and, behind it, the SHA-256 of all
 * its bytes so far (`chain`), which the next one carries in its turn.
 */
export class LineSealer {
  private before = FILE_START;

  constructor(private readonly format: HistoryFormat) {}

  /** Of the last line that was sealed. */
  get digest(): string {
    return this.before;
  }

  /** @param content a JSON object without its closing brace, or the fields of a CSV row */
  seal(content: string): string {
    const json = this.format === 'jsonl';
    const covered = json ? `${content},"after":"${this.before}"` : `${content},${this.before}`;
    this.before = hash('sha256', covered, 'hex');
    return json ? `${covered},"chain":"${this.before}"}` : `${covered},${this.before}`;
  }
}

/** A line that is what was written: its digests agree with its bytes. */
export interface IntactLine {
  readonly n: number;
  readonly kind: LineKind;
  readonly after: string;
  readonly chain: string;
}

/** Undefined when any byte of it was changed. */
export function openLine(bytes: Buffer, format: HistoryFormat): IntactLine | undefined {
  // One character a byte: what was not UTF-8 any more must not look like what was.
  const match = SEALED_LINE[format].exec(bytes.toString('latin1'));
  if (!match) return undefined;
  const [, n, kind, after, chain] = match as unknown as string[];
  const covered = bytes.subarray(0, bytes.length - TAIL[format]);
  if (hash('sha256', covered, 'hex') !== chain) return undefined;
  return { n: Number(n), kind: kind as LineKind, after: copied(after!), chain: copied(chain!) };
}

/** A string of its own: a part of a match would keep the whole line in memory. */
const copied = (digest: string): string => Buffer.from(digest, 'latin1').toString('latin1');
