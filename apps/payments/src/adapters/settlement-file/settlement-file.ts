import { CsvError, parse } from 'csv-parse/sync';
import { isCurrency, parseMinor } from '@continuo/kernel/currency';
import { DomainError, type FieldProblem } from '@continuo/kernel/domain-error';
import type { Instant } from '@continuo/kernel/instant';
import type { SettlementPeriod, SettlementSource } from '../../application/settlement-source';
import {
  SETTLEMENT_KINDS,
  type SettlementKind,
  type SettlementLine,
  problemOf,
} from '../../domain/settlement/line';

const REQUIRED = ['line_id', 'kind', 'reference', 'amount', 'fee', 'currency'] as const;
const OPTIONAL = ['settled_at', 'idempotency_key'] as const;
const COLUMNS: readonly string[] = [...REQUIRED, ...OPTIONAL];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
const MAX_NAMED = 20;

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** A settlement report as CSV, read and checked as a whole before anything is made of it. */
export class SettlementFile implements SettlementSource {
  private readonly all: readonly SettlementLine[];

  /** Throws `settlement-file-invalid`. */
  constructor(
    readonly processor: string,
    csv: string,
  ) {
    this.all = linesOf(csv);
  }

  async *lines({ from, until }: SettlementPeriod = {}): AsyncGenerator<SettlementLine> {
    for (const line of this.all) {
      const { settledAt } = line;
      if (settledAt !== null && from !== undefined && settledAt < from) continue;
      if (settledAt !== null && until !== undefined && settledAt >= until) continue;
      yield line;
    }
  }
}

function linesOf(csv: string): readonly SettlementLine[] {
  const [header, ...records] = recordsOf(csv);
  if (!header)
    throw invalidFile(['line 1: The file is empty. Write the names of its columns first.']);
  const names = header.record.map((name) => name.trim());
  const problems = [
    ...REQUIRED.filter((name) => !names.includes(name)).map(
      (name) => `line 1: The column ${name} is missing.`,
    ),
    ...names
      .filter((name) => !COLUMNS.includes(name))
      .map((name) => `line 1: There is no column ${name}. Known are ${COLUMNS.join(', ')}.`),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `line 1: The column ${name} is there twice.`),
  ];
  if (problems.length > 0) throw invalidFile(problems);
  const seen = new Map<string, number>();
  const lines = records.flatMap(({ record, info }) => {
    const at = info.lines;
    if (record.length !== names.length) {
      problems.push(
        `line ${at}: It has ${record.length} fields, the first line has ${names.length}.`,
      );
      return [];
    }
    const cells = Object.fromEntries(names.map((name, index) => [name, record[index]!.trim()]));
    const found: string[] = [];
    const line = lineOf(cells, (column, detail) => found.push(`line ${at}, ${column}: ${detail}`));
    const before = seen.get(cells['line_id']!);
    if (before !== undefined) found.push(`line ${at}, line_id: Line ${before} has the same id.`);
    seen.set(cells['line_id']!, at);
    problems.push(...found);
    return line && found.length === 0 ? [line] : [];
  });
  if (problems.length > 0) throw invalidFile(problems);
  return lines;
}

function recordsOf(csv: string): readonly CsvRecord[] {
  try {
    return parse(csv, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalidFile([`line ${String(error['lines'] ?? '?')}: ${error.message}.`]);
  }
}

function lineOf(
  cells: Readonly<Record<string, string>>,
  complain: (column: string, detail: string) => void,
): SettlementLine | undefined {
  const text = (column: 'line_id' | 'reference') => {
    const cell = cells[column] ?? '';
    if (cell === '' || cell.length > 200) complain(column, 'Write 1 to 200 characters.');
    return cell;
  };
  const [lineId, reference] = [text('line_id'), text('reference')];
  const kind = cells['kind'] as SettlementKind;
  if (!SETTLEMENT_KINDS.includes(kind))
    complain('kind', `Write one of ${SETTLEMENT_KINDS.join(', ')}.`);
  const currency = cells['currency'] ?? '';
  if (!isCurrency(currency)) {
    complain('currency', 'Write an ISO 4217 code such as USD.');
    return undefined;
  }
  const minor = (column: 'amount' | 'fee') => {
    try {
      return parseMinor(cells[column] || (column === 'fee' ? '0' : ''), currency);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      complain(column, `Write an amount in ${currency} such as 12.34 or -5: ${error.message}`);
      return 0;
    }
  };
  const amountMinor = minor('amount');
  const feeMinor = minor('fee');
  const settledAt = instantOf(cells['settled_at'] ?? '', complain);
  const idempotencyKey = cells['idempotency_key'] || null;
  const line = {
    lineId,
    kind,
    reference,
    amountMinor,
    feeMinor,
    currency,
    settledAt,
    idempotencyKey,
  };
  const problem = problemOf(line);
  if (problem) complain(problem.column, problem.detail);
  return line;
}

function instantOf(
  cell: string,
  complain: (column: string, detail: string) => void,
): Instant | null {
  if (cell === '') return null;
  const ms = INSTANT.test(cell) ? Date.parse(cell) : NaN;
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  complain('settled_at', 'Write an RFC 3339 instant such as 2026-11-22T09:30:00Z, or nothing.');
  return null;
}

function invalidFile(problems: readonly string[]): DomainError {
  const fields: FieldProblem[] = problems
    .slice(0, MAX_NAMED)
    .map((detail) => ({ pointer: '/csv', detail }));
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const message = `The settlement file is not as it must be; nothing of it was taken. ${problems[0]}${more}`;
  return new DomainError(
    'settlement-file-invalid',
    message,
    'invalid',
    { problems: problems.length },
    fields,
  );
}
