import { existsSync } from 'node:fs';

const VARIABLE = 'EVENTSTORE_URL';
const FORMS =
  'esdb://[user:password@]host[:port][?options] for one node or several with commas between, ' +
  'esdb+discover://[user:password@]dns-name[:port][?options] for a cluster found by its DNS name; ' +
  'a server without TLS needs ?tls=false';
const PARTS =
  /^(?<scheme>[a-z+]+):\/\/(?:(?<user>[^@/?]*)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<options>[^?]*))?$/;
const HOST = /^[\w.-]+(?::(?<port>\d{1,5}))?$/;
const NUMBER = /^-?\d+$/;
const FLAG = /^(true|false)$/;

/** The options of the client that make sense here, as it compares them: without case, `-` and `_`. */
const OPTIONS: Readonly<Record<string, RegExp>> = {
  tls: FLAG,
  tlscafile: /./,
  usercertfile: /./,
  userkeyfile: /./,
  connectionname: /./,
  nodepreference: /^leader$/i,
  maxdiscoverattempts: NUMBER,
  discoveryinterval: NUMBER,
  gossiptimeout: NUMBER,
  keepaliveinterval: NUMBER,
  keepalivetimeout: NUMBER,
};
const FILES = ['tlscafile', 'usercertfile', 'userkeyfile'];

/** EVENTSTORE_URL cannot be used. The message never shows a password. */
export class EventStoreUrlError extends Error {
  constructor(problem: string) {
    super(`${VARIABLE} cannot be used: ${problem}. It takes ${FORMS}.`);
    this.name = 'EventStoreUrlError';
  }
}

/** The connection string as it was given. Throws {@link EventStoreUrlError}. */
export function checkEventStoreUrl(text: string | undefined): string {
  if (!text) throw new EventStoreUrlError('it is not set');
  const { scheme, user, hosts = '', options } = PARTS.exec(text)?.groups ?? {};
  if (scheme === undefined) throw new EventStoreUrlError('it is no connection string');
  if (scheme !== 'esdb' && scheme !== 'esdb+discover') {
    throw new EventStoreUrlError(`it begins with ${scheme}://`);
  }
  if (user !== undefined && !/^[^:]+:.+$/.test(user)) {
    throw new EventStoreUrlError('before the @ stand user:password, percent-encoded');
  }
  for (const host of hosts.split(',')) {
    const port = HOST.exec(host)?.groups?.port ?? '2113';
    if (!HOST.test(host) || Number(port) < 1 || Number(port) > 65_535) {
      throw new EventStoreUrlError(`${JSON.stringify(host)} is no host, or no host:port`);
    }
  }
  for (const option of options?.split('&') ?? []) checkOption(option);
  return text;
}

/** Host and port, without user and options: for messages. */
export function hostsOf(url: string): string {
  return PARTS.exec(url)?.groups?.hosts ?? '';
}

function checkOption(option: string): void {
  const [name = '', value = ''] = option.split('=');
  const key = name.toLowerCase().replaceAll(/[-_]/g, '');
  const allowed = OPTIONS[key];
  if (!allowed) {
    throw new EventStoreUrlError(
      `it has the option ${JSON.stringify(name)}, which is none that can be set here`,
    );
  }
  if (!allowed.test(value)) {
    throw new EventStoreUrlError(`its option ${name} is ${JSON.stringify(value)}`);
  }
  if (FILES.includes(key) && !existsSync(decodeURIComponent(value))) {
    throw new EventStoreUrlError(`its option ${name} names a file that does not exist`);
  }
}
