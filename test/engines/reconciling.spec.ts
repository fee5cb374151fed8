import { setTimeout as pause } from 'node:timers/promises';
import { Postgres } from '@continuo/postgres/postgres';
import { ApiClient } from '../../apps/platform/src/api-client';
import type { ReconcileReport } from '../../apps/platform/src/reconcile/reconcile';
import { ADMIN_KEY, continuo, describeDeployed } from './deployment';

const MINUTES = 60_000;
const CAUGHT_UP_WITHIN_MS = 30_000;
const OPTIONS = { env: { CONTINUO_SIMULATOR_BOOKS: 'postgres' } };
const PLANTED = [
  expect.stringMatching(/^amount-differs refund sim_/),
  'missing-in-ledger charge sim_forged',
];

interface Break {
  readonly cause: string;
  readonly kind: string;
  readonly reference: string;
}
const inWords = ({ cause, kind, reference }: Break) => `${cause} ${kind} ${reference}`;

describeDeployed("reconciling where the gateway's books are in PostgreSQL", OPTIONS, (deployed) => {
  const reconciled = () => {
    const { status, stdout, stderr } = continuo(deployed(), ['reconcile', '--json']);
    if (stdout === '') throw new Error(stderr);
    const { agreed, lines, breaks } = JSON.parse(stdout) as ReconcileReport;
    return { status, stderr, agreed, lines, breaks: breaks.map(inWords) };
  };
  const client = () => new ApiClient(deployed().url, ADMIN_KEY, `reconciling ${Date.now()}`);
  const report = async () => {
    const path = '/v1/settlement-reports';
    const body = { source: 'processor' };
    const answer = await client().send({ method: 'POST', path, body });
    expect(answer).toMatchObject({ status: 201, body: { processor: 'simulator' } });
    return answer.body;
  };
  /** Of the read model, once it has seen so many breaks. */
  const breaksShown = async (agreed: number, breaks: number) => {
    const deadline = performance.now() + CAUGHT_UP_WITHIN_MS;
    for (;;) {
      const { body } = await client().send({ method: 'GET', path: '/v1/reconciliation' });
      const there = body.agreed === agreed && body.items?.length === breaks;
      if (there || performance.now() > deadline) return body;
      await pause(200);
    }
  };
  const inBooks = async (sql: string) => {
    const postgres = await Postgres.open({ url: deployed().env['POSTGRES_URL']! });
    const rows = await postgres.execute(sql);
    await postgres.close();
    expect(rows).toBe(1);
  };
  let moved = 0;

  it(
    'agrees after the walk, on the command line and over HTTP',
    async () => {
      const walk = continuo(deployed(), ['demo', '--json']);
      expect([walk.status, walk.stderr]).toEqual([0, '']);
      const { status, agreed, lines, breaks } = reconciled();
      expect({ status, breaks }).toEqual({ status: 0, breaks: [] });
      expect(agreed).toBeGreaterThan(2);
      expect(lines).toBe(agreed);
      moved = agreed;
      expect(await report()).toMatchObject({ lines: moved, new_lines: moved });
      expect(await breaksShown(moved, 0)).toMatchObject({ agreed: moved, items: [] });
    },
    6 * MINUTES,
  );

  it(
    'names what the processor has moved and we do not know, and what it says otherwise',
    async () => {
      await inBooks(
        `INSERT INTO simulator_entries (idempotency_key, kind, payment_reference, amount_minor, currency, token, initiator, on_reference, status, decline, code, sends)
           SELECT 'forged', kind, payment_reference, amount_minor, currency, token, initiator, on_reference, status, decline, code, sends
           FROM simulator_entries WHERE kind = 'capture' AND status = 'succeeded' ORDER BY number LIMIT 1`,
      );
      await inBooks(
        `UPDATE simulator_entries SET amount_minor = amount_minor + 1 WHERE number =
           (SELECT min(number) FROM simulator_entries WHERE kind = 'refund' AND status = 'succeeded')`,
      );
      const { status, stderr, breaks } = reconciled();
      expect({ status, breaks }).toEqual({ status: 1, breaks: PLANTED });
      expect(stderr).toContain('2 breaks between the ledger and the processor');
      expect(await report()).toMatchObject({ new_lines: 1, restated_lines: 1 });
      const shown = await breaksShown(moved - 1, 2);
      expect(shown.items.map(inWords).sort()).toEqual(PLANTED);
    },
    2 * MINUTES,
  );
});
