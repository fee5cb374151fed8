import fc from 'fast-check';
import { partsOf, readTraceparent, writeTraceparent } from './traceparent';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const GIVEN = `00-${TRACE_ID}-${SPAN_ID}-01`;

const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
    .filter((digits) => /[^0]/.test(digits));

describe('a traceparent', () => {
  it('is gone on from as it was given', () => {
    expect(readTraceparent(GIVEN)).toBe(GIVEN);
    expect(partsOf(GIVEN)).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, sampled: true });
  });

  it('is read as it was written', () => {
    const parts = fc.record({ traceId: hex(32), spanId: hex(16), sampled: fc.boolean() });
    fc.assert(
      fc.property(parts, (written) => {
        expect(partsOf(readTraceparent(writeTraceparent(written))!)).toEqual(written);
      }),
    );
  });

  it('says by its last bit alone whether the trace is kept', () => {
    const sampled = (flags: string) => partsOf(`00-${TRACE_ID}-${SPAN_ID}-${flags}`).sampled;
    expect(['00', '01', '02', 'fe', 'ff'].map(sampled)).toEqual([false, true, false, false, true]);
  });

  it.each([
    ['as long as today', `cc-${TRACE_ID}-${SPAN_ID}-01`, GIVEN],
    ['that says more', `cc-${TRACE_ID}-${SPAN_ID}-01-what-the-future-will-be-like`, GIVEN],
    ['with flags of its own', `01-${TRACE_ID}-${SPAN_ID}-08`, `00-${TRACE_ID}-${SPAN_ID}-00`],
  ])('of a later version %s is taken for what is known of it', (_, given, taken) => {
    expect(readTraceparent(given)).toBe(taken);
  });

  it.each([
    ['no header', undefined],
    ['nothing in it', ''],
    ['several of them', [GIVEN, GIVEN]],
    ['several in one', `${GIVEN}, ${GIVEN}`],
    ['version ff', `ff-${TRACE_ID}-${SPAN_ID}-01`],
    ['a version of three digits', `000-${TRACE_ID}-${SPAN_ID}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${SPAN_ID}-01`],
    ['a parent id of zeros', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['a trace id that is too short', `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ['a trace id that is too long', `00-${TRACE_ID}0-${SPAN_ID}-01`],
    ['a parent id that is too short', `00-${TRACE_ID}-${SPAN_ID.slice(1)}-01`],
    ['capital letters', GIVEN.toUpperCase()],
    ['letters that are no digits', GIVEN.replace('4bf', '4bz')],
    ['flags of one digit', GIVEN.slice(0, -1)],
    ['more at the end than version 00 has', `${GIVEN}-more`],
    ['more at the end of a later version, not set off', `cc-${TRACE_ID}-${SPAN_ID}-01.more`],
    ['blanks around it', ` ${GIVEN} `],
    ['a line end', `${GIVEN}\n`],
  ])('is not gone on from with %s', (_, given) => {
    expect(readTraceparent(given)).toBeUndefined();
  });
});
