import { readHandledUpTo } from '@continuo/messaging/kafka/handled-up-to';
import { handledBy } from '@continuo/messaging/on-message';
import { readRelayPositions } from '@continuo/messaging/postgres/postgres-positions';
import type { Postgres } from '@continuo/postgres/postgres';
import { MODULE_METADATA } from '@nestjs/common/constants';
import type { Type } from '@nestjs/common';
import { CommandFailure } from '../cli/failure';
import { SERVICES } from '../services';

/** What relays and brokers say of the consumer groups of all services. */
export async function handledOnKafka(
  postgres: Postgres,
  brokers: readonly string[],
): Promise<number> {
  // First: what the groups settle meanwhile lies within what was relayed by now.
  const relays = await readRelayPositions(postgres);
  const controllers = SERVICES.flatMap(
    ({ module }) => Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, module) as Type[],
  );
  const handled = controllers.flatMap(handledBy);
  return readHandledUpTo({ brokers, handled, relays }).catch((error: Error) => {
    throw new CommandFailure(`On ${brokers.join(',')} (KAFKA_BROKERS): ${error.message}`);
  });
}
