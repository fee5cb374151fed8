import type { EventStore } from '@continuo/event-store/event-store';
import type { Messaging } from '@continuo/messaging/messaging';
import type { WorkInFlight } from './work-in-flight';

/**
 * Resolves once nothing follows any more from what is in the record: all messages are handled or
 * parked, and no call to the outside is under way. Due dates of the future do not count.
 */
export async function settle(
  store: EventStore,
  messaging: Messaging,
  work: WorkInFlight,
): Promise<void> {
  for (;;) {
    const head = await store.head();
    await messaging.caughtUp(head);
    await work.idle();
    await messaging.caughtUp(await store.head());
    if ((await store.head()) === head) return;
  }
}
