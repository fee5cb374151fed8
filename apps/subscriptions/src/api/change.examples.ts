const TOGETHER = [
  { kind: 'interval', interval: 'P2M' },
  { kind: 'price', unit_price_minor: 3600, cycles: 3 },
];

/** Bodies of previews that work as they stand, on a program of the demo catalogue. */
export const PREVIEW_EXAMPLES = {
  one: { value: { change: { kind: 'skip' } } },
  several: { value: { changes: TOGETHER } },
};

/** Bodies of requests of changes. */
export const CHANGES_EXAMPLES = {
  several: { value: { changes: TOGETHER, reason: 'price complaint' } },
  'beyond an agent': {
    value: { changes: [{ kind: 'price', unit_price_minor: 1995 }], request_approval: true },
  },
  'at a cycle': {
    value: { changes: [{ kind: 'cancel', reason_code: 'moved', when: 'cycle', cycle: 4 }] },
  },
};
