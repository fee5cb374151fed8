import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Finding } from '../audit/line-order';
import { type FileReport, verifyFile } from '../audit/verify-file';
import { CommandFailure } from './failure';
import { jsonOption, print, printJson } from './options';

interface Options {
  readonly digest?: string;
  readonly json?: true;
}

const SHOWN = 20;

/** `continuo audit verify FILE`: an exported history, checked without the record. */
export function auditCommand(): Command {
  const verify = new Command('verify')
    .description(
      'check an exported history by itself: a byte changed, a line dropped, added or moved is named',
    )
    .argument('<file>', 'what `continuo export history` has written')
    .addOption(
      new Option(
        '--digest <hex>',
        'what the export has printed: proves that this very file was exported',
      ).argParser(digest),
    )
    .addOption(jsonOption())
    .addHelpText('after', '\nExit code 1 when anything is wrong with the file.')
    .action(async (file: string, options: Options) => {
      if (!existsSync(file)) throw new CommandFailure(`There is no file ${file}.`, 2);
      const report = await verifyFile(file);
      const expected = options.digest;
      const isOther = expected !== undefined && expected !== report.digest;
      if (options.json) printJson({ ...report, digest_expected: expected ?? null });
      else show(report, expected);
      if (report.findings.length > 0)
        throw new CommandFailure(`${file} is not what was exported: ${countOf(report.findings)}`);
      if (isOther) {
        throw new CommandFailure(
          `${file} is whole in itself, but it is not the export of that digest: its own is ${report.digest}.`,
        );
      }
    });
  return new Command('audit').addCommand(verify);
}

function show(
  { format, header, findings, ...report }: FileReport,
  expected: string | undefined,
): void {
  for (const finding of findings.slice(0, SHOWN)) print(sentence(finding));
  if (findings.length > SHOWN) print(`and ${findings.length - SHOWN} more (--json names all)`);
  if (findings.length > 0) return;
  print(`${format}: ${report.events} events of ${report.streams} streams in ${report.lines} lines`);
  if (header) print(`exported ${header.exported_at} at position ${header.position}`);
  print(`digest ${report.digest}${expected === undefined ? '' : ', compared'}`);
  if (expected === undefined)
    print(
      'Whole in itself. Only the digest that the export printed (--digest) tells it from another file made as carefully.',
    );
}

function sentence({ problem, fileLine, text }: Finding): string {
  return `${problem}: ${fileLine === undefined ? '' : `line ${fileLine} `}${text}`;
}

function countOf(findings: readonly Finding[]): string {
  const kinds = new Map<string, number>();
  for (const { problem } of findings) kinds.set(problem, (kinds.get(problem) ?? 0) + 1);
  return [...kinds].map(([problem, count]) => `${count} ${problem}`).join(', ');
}

function digest(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new InvalidArgumentError('It is 64 hexadecimal digits, as the export printed them.');
  return text;
}
