import { DomainError } from '@continuo/kernel/domain-error';
import { settlementSourceContract } from '@continuo/testing/settlement-source.contract';
import { SettlementFile } from './settlement-file';

const HEADER = 'line_id,kind,reference,amount,fee,currency,settled_at';
const CHARGE = 'txn_1,charge,ch_1,99.95,3.20,USD,2026-11-22T09:30:00Z';
const REFUND = 'txn_2,refund,re_1,-10,0,USD,2026-11-23T09:30:00+01:00';
const file = (...lines: string[]) => new SettlementFile('acme', `${lines.join('\n')}\n`);

settlementSourceContract('SettlementFile', async () => file(HEADER, CHARGE, REFUND));

async function linesOf(source: SettlementFile) {
  const lines = [];
  for await (const line of source.lines()) lines.push(line);
  return lines;
}

function refusal(...lines: string[]): readonly string[] {
  try {
    file(...lines);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('settlement-file-invalid');
    expect(error.fields.every(({ pointer }) => pointer === '/csv')).toBe(true);
    return error.fields.map(({ detail }) => detail);
  }
  throw new Error('it was taken');
}

describe('a settlement file', () => {
  it('is read in minor units of each currency, columns in any order', async () => {
    const header = 'currency,fee,amount,reference,kind,line_id,idempotency_key';
    expect(
      await linesOf(file(header, 'KWD,0.125,1.234,ch_1,charge,a,k1', 'JPY,,500,ch_2,charge,b,')),
    ).toEqual([
      {
        lineId: 'a',
        kind: 'charge',
        reference: 'ch_1',
        amountMinor: 1234,
        feeMinor: 125,
        currency: 'KWD',
        settledAt: null,
        idempotencyKey: 'k1',
      },
      expect.objectContaining({ amountMinor: 500, feeMinor: 0, idempotencyKey: null }),
    ]);
    const [, refund] = await linesOf(file(HEADER, CHARGE, REFUND));
    expect(refund).toMatchObject({ amountMinor: -1000, settledAt: '2026-11-23T08:30:00.000Z' });
  });

  it.each([
    [[''], 'line 1: The file is empty.'],
    [['line_id,kind,reference,amount,fee'], 'line 1: The column currency is missing.'],
    [[`${HEADER},colour`], 'line 1: There is no column colour.'],
    [[`${HEADER},kind`], 'line 1: The column kind is there twice.'],
    [[HEADER, CHARGE, 'txn_2,refund,re_1'], 'line 3: It has 3 fields, the first line has 7.'],
    [[HEADER, `${CHARGE},more`], 'line 2: It has 8 fields'],
    [[HEADER, CHARGE, CHARGE], 'line 3, line_id: Line 2 has the same id.'],
    [[HEADER, CHARGE.replace('USD', 'XXX')], 'line 2, currency: Write an ISO 4217 code'],
    [[HEADER, CHARGE.replace('charge', 'sale')], 'line 2, kind: Write one of charge, refund'],
    [[HEADER, CHARGE.replace('99.95', '99.955')], 'line 2, amount: Write an amount in USD'],
    [[HEADER, CHARGE.replace('99.95', '9,9')], 'line 2: It has 8 fields'],
    [[HEADER, CHARGE.replace('99.95', '1e3')], 'line 2, amount: Write an amount in USD'],
    [[HEADER, CHARGE.replace('99.95', '')], 'line 2, amount: Write an amount in USD'],
    [[HEADER, CHARGE.replace('99.95', '-99.95')], 'line 2, amount: A charge brings money'],
    [[HEADER, REFUND.replace('-10', '10')], 'line 2, amount: A refund takes money'],
    [[HEADER, 'f,fee,x,1,2,USD,'], 'line 2, amount: What a fee line costs stands in fee'],
    [[HEADER, CHARGE.replace('ch_1', '')], 'line 2, reference: Write 1 to 200 characters.'],
    [
      [HEADER, CHARGE.replace('2026-11-22T', '2026-13-22T')],
      'line 2, settled_at: Write an RFC 3339',
    ],
    [[HEADER, CHARGE.replace('T09:30:00Z', '')], 'line 2, settled_at: Write an RFC 3339'],
    [[HEADER, '"txn_1,charge'], 'line '],
  ])('%j is refused: %s', (lines, detail) => {
    expect(refusal(...lines)[0]).toContain(detail);
  });

  it('names every bad line, the first twenty', () => {
    const bad = Array.from({ length: 30 }, (_, n) => `t${n},charge,c,0,0,USD,`);
    expect(refusal(HEADER, ...bad)).toHaveLength(20);
  });
});
