import { types } from 'pg';

const INT8 = 20;
const NUMERIC = 1700;

/**
 * Integers of 64 bits, and sums of them, are numbers here as they are with SQLite: amounts, positions
 * and counts are within what a number holds exactly, and anything beyond is refused.
 */
export const numbersAsNumbers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC
      ? exactNumber
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

function exactNumber(text: string): number {
  const value = Number(text);
  if (!text.includes('.') && !Number.isSafeInteger(value))
    throw new RangeError(`${text} is beyond what a number holds exactly`);
  return value;
}
