import { randomBytes } from 'node:crypto';
import { EventStoreDbStandIn } from './stand-in';

/** A server for a suite that tolerates what others keep on it. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The server of EVENTSTORE_URL, or a stand-in when there is none. */
export async function startTestServer(): Promise<TestServer> {
  const url = process.env.EVENTSTORE_URL;
  if (url) return { url, stop: async () => undefined };
  const standIn = await EventStoreDbStandIn.start();
  return { url: standIn.url, stop: () => standIn.stop() };
}

/** Letters that nobody else has: for the categories of a test on a server that others use, too. */
export function uniqueLetters(): string {
  return [...randomBytes(10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
