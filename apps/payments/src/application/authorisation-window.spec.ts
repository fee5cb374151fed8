import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { addMs } from '@continuo/kernel/instant';
import { AUTHORISATION_WINDOWS } from '../domain/payment/authorisation-windows';
import type { Initiator } from '../domain/payment/facts';
import { anOrder } from '../testing/examples';
import { PaymentsProcess } from '../testing/payments-process';
import { Simulated } from '../testing/simulated.fixture';
import { CapturePackageCommand } from './capture-package/capture-package.command';
import { CapturePackageHandler } from './capture-package/capture-package.handler';
import { findPayment } from './find-payment';
import { OpenPaymentCommand } from './open-payment/open-payment.command';
import { OpenPaymentHandler } from './open-payment/open-payment.handler';
import { paymentIdOf } from './payment-id';
import { ProcessorAccounts } from './processor-accounts';

const DAY = 24 * 3_600_000;
let simulated: Simulated;

beforeAll(async () => {
  simulated = await Simulated.open();
});
afterAll(() => simulated.close());

/** An order is placed at an account with a window, and ships some days later. */
async function shippedAfter(
  orderId: string,
  days: number,
  windowDays?: number,
  token = 'pm_sim_approved',
  initiator: Initiator = 'moto',
) {
  const windows = new Map(windowDays === undefined ? [] : [['simulator', windowDays]]);
  const gateways = new Map([['simulator', simulated.simulator]]);
  const accounts = new ProcessorAccounts(gateways, [{ account: 'simulator' }], windows);
  const process = new PaymentsProcess(simulated.store, accounts);
  const opening = new OpenPaymentHandler(
    process.desk,
    process.routing,
    process.cards,
    process.credits,
  );
  const renewal = { origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } } as const;
  const order = anOrder({ orderId, ...(initiator === 'recurring' && renewal) });
  const method = { token, initiator, networkTransactionId: null };
  await opening.execute(new OpenPaymentCommand(order, method, process.context(orderId)));
  await process.work.idle();
  process.now = addMs(process.now, days * DAY);
  const lines = [{ lineId: 'l1', quantity: 3 }];
  const context = process.context(`${orderId} shipped`);
  const shipping = new CapturePackageHandler(process.desk, process.alerts);
  await shipping.execute(new CapturePackageCommand(orderId, `pkg_${orderId}`, lines, context));
  await process.work.idle();
  const { state } = await findPayment(process.runner, paymentIdOf(orderId));
  return state.attempts.map(({ kind, again }) => (again ? `${kind} again` : kind));
}

describe('how long an authorisation holds', () => {
  it.each([
    [6, undefined, ['authorise', 'capture']],
    [8, undefined, ['authorise', 'authorise again', 'capture']],
    [4, 3, ['authorise', 'authorise again', 'capture']],
    [2, 3, ['authorise', 'capture']],
    [20, 30, ['authorise', 'capture']],
  ])('is asked when goods leave after %d days, in a window of %p', async (days, window, kinds) => {
    expect(await shippedAfter(`ord_${days}_${window}`, days, window)).toEqual(kinds);
  });

  it.each([
    ['visa', 'moto', 6, 1],
    ['visa', 'moto', 8, 2],
    ['visa', 'recurring', 4, 1],
    ['visa', 'recurring', 4.8, 2],
    ['mastercard', 'recurring', 6, 1],
    ['amex', 'recurring', 8, 2],
  ] as const)(
    'follows the network: %s, %s, after %d days authorised %d times',
    async (network, initiator, days, times) => {
      const orderId = `ord_${network}_${initiator}_${days}`;
      const token = `pm_sim_approved_${network}`;
      const kinds = await shippedAfter(orderId, days, undefined, token, initiator);
      expect(kinds.filter((kind) => kind.startsWith('authorise'))).toHaveLength(times);
    },
  );

  it('is what the account says, before the network', async () => {
    const kinds = await shippedAfter('ord_agreed', 6, 10, 'pm_sim_approved_visa', 'recurring');
    expect(kinds).toEqual(['authorise', 'capture']);
  });

  it('counts from when it was sent, where its outcome was found out late', async () => {
    const process = new PaymentsProcess(simulated.store, simulated.simulator);
    const token = 'pm_sim_timeout_then_succeeded';
    const method = { token, initiator: 'moto', networkTransactionId: null } as const;
    const order = anOrder({ orderId: 'ord_late' });
    const { desk, routing, cards, credits } = process;
    const sentAt = process.now;
    const opening = new OpenPaymentCommand(order, method, process.context('ord_late'));
    await new OpenPaymentHandler(desk, routing, cards, credits).execute(opening);
    await process.work.idle();
    await process.after(DAY);
    const { state } = await findPayment(process.runner, paymentIdOf('ord_late'));
    expect(state.authorisation?.expiresAt).toBe(addMs(sentAt, 7 * DAY));
  });
});

describe('the table of networks', () => {
  it('stands in the guide as it is', () => {
    const guide = readFileSync(resolve(__dirname, '../../../../docs/payments.md'), 'utf8');
    const { version, of } = AUTHORISATION_WINDOWS;
    expect(guide).toContain(`(table ${version}, `);
    const said = (ms: number) => {
      const hours = Math.round((ms % DAY) / 3_600_000);
      return `${Math.floor(ms / DAY)} days${hours ? ` ${hours} hours` : ''}`;
    };
    const names = { visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express' };
    const more = { discover: 'Discover', other: 'others' };
    for (const [network, name] of Object.entries({ ...names, ...more })) {
      const { customerMs, merchantMs } = of[network as keyof typeof of];
      const row = [name, said(customerMs), said(merchantMs)].join(' *\\| *');
      expect(guide).toMatch(new RegExp(`\\| *${row} *\\|`));
    }
  });
});
