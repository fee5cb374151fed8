/**
 * Why suites on real engines are passed over in this run; undefined when they are wanted. They take
 * minutes, and the first of them fetches Kafka: `npm run test:engines` asks for them.
 */
export function enginesNotWanted(): string | undefined {
  return process.env['CONTINUO_TEST_ENGINES'] === 'on' ? undefined : 'npm run test:engines runs it';
}
