/** Sums a file of real history up by itself and compares: check-history.mjs FILE FIRST.json AGAIN.json */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { totalsOf } = createRequire(import.meta.url)('../dist/test/support/history-totals.js');
const [file, ...reports] = process.argv.slice(2);
const [first, again] = reports.map((path) => JSON.parse(readFileSync(path, 'utf8')));
const expected = totalsOf(file);

function same(what, actual, wanted) {
  if (actual === wanted) return;
  console.error(`${what}: ${actual}, but the file says ${wanted}`);
  process.exitCode = 1;
}

for (const [name, report] of Object.entries({ first, again })) {
  const { gross, cancelled, net } = report.currencies.GBP;
  for (const [key, wanted] of Object.entries(expected)) {
    same(`${name} ${key}`, { ...report, gross, cancelled, net }[key], wanted);
  }
  same(`${name} rejected`, report.rejected, 0);
}
same('imported first', first.imported, expected.rows);
same('imported again', again.imported, 0);
same('known again', again.already_known, expected.rows);
if (!process.exitCode) {
  console.log(
    `${expected.rows} rows in ${first.seconds} s, again in ${again.seconds} s; all totals agree`,
  );
}
