import { ageClaim } from './aging';

const instalments = [
  { dueOn: '2026-11-22', amountMinor: 3501 },
  { dueOn: '2026-12-22', amountMinor: 3500 },
  { dueOn: '2027-01-22', amountMinor: 3500 },
];
const claim = (claimedMinor: number, outstandingMinor: number, billedOn = '2026-11-25') => ({
  claimedMinor,
  outstandingMinor,
  billedOn,
  instalments,
});
const aging = (changes: object) => ({
  notDueMinor: 0,
  upTo30DaysMinor: 0,
  upTo60DaysMinor: 0,
  upTo90DaysMinor: 0,
  over90DaysMinor: 0,
  ...changes,
});

describe('the age of what is owed', () => {
  it.each([
    // today, what is due since when
    ['2026-11-25', claim(10501, 10501), { notDueMinor: 10501 }],
    ['2026-11-26', claim(10501, 10501), { notDueMinor: 7000, upTo30DaysMinor: 3501 }],
    ['2026-12-23', claim(10501, 7000), { notDueMinor: 3500, upTo30DaysMinor: 3500 }],
    ['2027-01-22', claim(10501, 7000), { notDueMinor: 3500, upTo60DaysMinor: 3500 }],
    ['2027-03-23', claim(10501, 7000), { upTo60DaysMinor: 3500, over90DaysMinor: 3500 }],
    ['2027-03-22', claim(10501, 7000), { upTo60DaysMinor: 3500, upTo90DaysMinor: 3500 }],
    // A third of the goods was billed: a third of each instalment is owed.
    ['2026-12-23', claim(3500, 2333), { notDueMinor: 1166, upTo30DaysMinor: 1167 }],
    // Part of an instalment was paid.
    ['2026-12-23', claim(10501, 6000), { notDueMinor: 3500, upTo30DaysMinor: 2500 }],
    // Paid ahead, and nothing owed.
    ['2027-03-23', claim(10501, -100), { notDueMinor: -100 }],
    ['2027-03-23', claim(0, 0), {}],
  ])('on %s of %j', (today, owed, expected) => {
    expect(ageClaim(owed, today)).toEqual(aging(expected));
  });
});
