import type { Instant } from '@continuo/kernel/instant';
import { TestClock } from '@continuo/service/system/test-clock';
import { join } from 'node:path';
import { SUBSCRIPTIONS } from './subscriptions.module';
import { SubscriptionsProcess } from './testing/subscriptions-process';

/** The service over HTTP, its test clock at an instant, with these plans published. */
export async function openAt(
  instant: Instant,
  ...plans: readonly object[]
): Promise<SubscriptionsProcess> {
  const definitions = join(__dirname, 'definitions');
  const service = await SubscriptionsProcess.open(SUBSCRIPTIONS, definitions, (folder) => {
    const clock = new TestClock(join(folder, 'test-clock.json'));
    clock.moveTo(instant);
    return clock;
  });
  for (const plan of plans) {
    const { status } = await service.send('POST', '/v1/plans', plan, { as: { role: 'admin' } });
    expect(status).toBe(201);
  }
  return service;
}
