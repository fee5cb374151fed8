const ADDRESS = {
  lines: ['12 Elm Street'],
  city: 'Sacramento',
  region: 'CA',
  postcode: '95814',
  country: 'US',
};

const CALL = {
  campaign_id: 'cmp_spring-tv',
  call_id: 'call-1',
  customer: {
    name: { first: 'Pat', last: 'Miller' },
    phone: '+19165550123',
    email: 'pat@example.com',
    address: ADDRESS,
  },
  ship_to: { name: 'Pat Miller', ...ADDRESS },
};

/** Bodies of `POST /v1/orders` that work on the demo catalogue. */
export const ORDER_EXAMPLES = {
  draft: {
    summary: 'A draft of a call, with its first line',
    value: { ...CALL, lines: [{ offer_id: 'off_juicer-main', quantity: 1, instalments: 4 }] },
  },
  placed: {
    summary: 'An order with a program, placed at once',
    value: {
      ...CALL,
      lines: [
        { offer_id: 'off_juicer-main', quantity: 1, instalments: 4 },
        { offer_id: 'off_blades-upsell', quantity: 2 },
        { offer_id: 'off_greens-club', quantity: 1, interval: 'P1M' },
      ],
      consent: {
        script_version: 'spring-1',
        words: 'You join a program ... Do you agree?',
        recording_reference: 'rec-1',
        given_by: 'Pat Miller',
      },
      payment: { token: 'pm_sim_approved' },
    },
  },
};
