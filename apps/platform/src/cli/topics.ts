import { type CreatedTopics, createTopics } from '@continuo/messaging/kafka/create-topics';
import { readKafkaBrokers } from '@continuo/service/kafka-brokers';
import { Command, InvalidArgumentError } from 'commander';
import { CommandFailure } from './failure';
import { jsonOption, print, printJson } from './options';

interface CreateOptions {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly json?: true;
}

/** Subjects are handled side by side: partitions only share them among processes. */
const PARTITIONS = 6;

/** `continuo topics create`: the topics of the services on Kafka. */
export function topicsCommand(): Command {
  const create = new Command('create')
    .description('create the topics that are missing, and add partitions where there are too few')
    .option('--partitions <n>', 'partitions of each topic', wholeNumber, PARTITIONS)
    .option('--replication-factor <n>', 'copies of each partition', wholeNumber, 1)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The brokers are KAFKA_BROKERS: host:port, separated by commas.
Partitions are added only while no service runs and everything is read, and never taken away;
the copies of a topic that exists stay as they are.`,
    )
    .action(async (options: CreateOptions) => {
      const brokers = readKafkaBrokers(process.env);
      const topics = await createTopics({ brokers, ...options }).catch((error: Error) => {
        throw new CommandFailure(`On ${brokers.join(',')}: ${reasonOf(error)}`);
      });
      if (options.json) printJson(topics);
      else report(topics);
    });
  return new Command('topics').addCommand(create);
}

function report({ created, raised, unchanged }: CreatedTopics): void {
  const partitions = (count: number) => `${count} partition${count === 1 ? '' : 's'}`;
  for (const topic of created) print(`${topic.topic} created, ${partitions(topic.partitions)}`);
  for (const { topic, from, to } of raised)
    print(`${topic} raised from ${from} to ${partitions(to)}`);
  for (const topic of unchanged) print(`${topic.topic} unchanged, ${partitions(topic.partitions)}`);
}

/** What the broker said about the topics, not only that it said something. */
function reasonOf(error: Error & { readonly errors?: readonly Error[] }): string {
  return [error.message, ...new Set(error.errors?.map(({ message }) => message))].join(': ');
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new InvalidArgumentError('It is a whole number from 1 to 9999.');
  return Number(text);
}
