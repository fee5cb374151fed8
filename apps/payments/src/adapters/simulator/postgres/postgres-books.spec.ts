import { describePaymentGateway } from '@continuo/testing/payment-gateway.contract';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { settlementSourceContract } from '@continuo/testing/settlement-source.contract';
import type { DebitRequest } from '../../../application/ports';
import { SimulatorGateway } from '../simulator-gateway';
import { SimulatorSettlements } from '../simulator-settlements';
import { PostgresBooks, readSharedBooks } from './postgres-books';

describeWithPostgres('books in PostgreSQL', (server) => {
  const schema = 'simulator_books';
  const open = async () => {
    const books = await PostgresBooks.open(await server.open(schema));
    return { gateway: new SimulatorGateway(books), close: () => books.close() };
  };

  describePaymentGateway('the simulator', open, {
    approved: 'pm_sim_approved',
    declinedSoft: 'pm_sim_declined_soft',
    declinedHard: 'pm_sim_declined_hard',
    unknownToken: 'pm_nobody',
    foreign: () => Promise.resolve('pm_sim_foreign'),
    raiseDeclined: 'pm_sim_raise_declined_soft',
    silentButBooked: 'pm_sim_timeout_then_succeeded',
    silentNotBooked: 'pm_sim_timeout_not_booked',
  });

  settlementSourceContract('SimulatorSettlements', async () => {
    const { gateway, close } = await open();
    const request = {
      paymentReference: 'pay_settled',
      customerReference: 'cus_settled',
      amountMinor: 500,
      currency: 'USD',
      token: 'pm_sim_approved',
      initiator: 'moto',
      networkTransactionId: null,
    } as const;
    await gateway.charge({ ...request, idempotencyKey: 'settled' });
    await gateway.refund({ ...request, idempotencyKey: 'given back', on: 'sim_settled' });
    await close();
    return new SimulatorSettlements(async function* () {
      const postgres = await server.open(schema);
      yield* readSharedBooks(postgres);
      await postgres.close();
    });
  });

  it('are the same for several processes, and book a key once', async () => {
    const opened = await Promise.all([open(), open()]);
    const request: DebitRequest = {
      idempotencyKey: 'shared',
      paymentReference: 'pay_shared',
      customerReference: 'cus_shared',
      amountMinor: 900,
      currency: 'USD',
      token: 'pm_sim_approved',
      initiator: 'moto',
      networkTransactionId: null,
    };
    const answers = await Promise.all(
      [0, 1, 0, 1].map((index) => opened[index]!.gateway.charge(request)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const reference = answers[0]?.kind === 'succeeded' ? answers[0].reference : 'none';
    const refunds = await Promise.all(
      [0, 1].map((index) =>
        opened[index]!.gateway.refund({
          ...request,
          idempotencyKey: `refund_${index}`,
          amountMinor: 600,
          on: reference,
        }),
      ),
    );
    expect(refunds.map(({ kind }) => kind).sort()).toEqual(['declined', 'succeeded']);
    for (const { close } of opened) await close();
    const postgres = await server.open(schema);
    const entries = [];
    for await (const entry of readSharedBooks(postgres)) entries.push(entry);
    await postgres.close();
    expect(entries.filter((entry) => entry.paymentReference === 'pay_shared')).toMatchObject([
      { idempotencyKey: 'shared', amountMinor: 900, status: 'succeeded', sends: 4 },
      { kind: 'refund' },
      { kind: 'refund' },
    ]);
  });
});
