/** The topic of a service's messages. */
export function topicOf(service: string): string {
  return `continuo.${service}.v1`;
}

/** The service that a topic or a message type belongs to: `continuo.<service>...`. */
export function serviceOf(name: string): string {
  return name.split('.')[1] ?? '';
}

/** The topic that messages of a type are on. */
export function topicOfType(type: string): string {
  return topicOf(serviceOf(type));
}

/** Kafka's consumer group of a group of handlers. */
export function groupIdOf(group: string): string {
  return `continuo.${group}`;
}

/** Topics are never created by surprise: whoever starts without them is told the command. */
export class MissingTopicsError extends Error {
  constructor(topics: readonly string[], brokers: readonly string[]) {
    const [what, them] =
      topics.length === 1
        ? [`Topic ${topics[0]} does not exist`, 'it']
        : [`Topics ${topics.join(', ')} do not exist`, 'them'];
    super(`${what} on ${brokers.join(',')}: create ${them} with \`continuo topics create\`.`);
    this.name = 'MissingTopicsError';
  }
}
