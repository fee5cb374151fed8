import { parkingContract } from '@continuo/testing/parking.contract';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { PostgresParking } from './postgres-parking';
import { PostgresPositions } from './postgres-positions';

describeWithPostgres('messaging beside the broker in PostgreSQL', (server) => {
  parkingContract('PostgresParking', async () => {
    const postgres = await server.open();
    return { open: () => PostgresParking.open(postgres), dispose: () => postgres.close() };
  });

  it('remembers positions by name, each for its purpose, and never goes back', async () => {
    const postgres = await server.open();
    const [relays, consumers] = [
      await PostgresPositions.ofRelays(postgres),
      await PostgresPositions.ofConsumers(postgres),
    ];
    expect(await relays.load('orders')).toBe(0);
    await relays.save('orders', 2 ** 40);
    await Promise.all([7, 2 ** 40 + 1, 9].map((position) => relays.save('orders', position)));
    await consumers.save('orders', 3);
    const again = await PostgresPositions.ofRelays(postgres);
    expect(await again.load('orders')).toBe(2 ** 40 + 1);
    expect(await consumers.all()).toEqual(new Map([['orders', 3]]));
    await postgres.close();
  });
});
