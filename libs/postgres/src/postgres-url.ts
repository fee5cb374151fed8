const FORM =
  'it takes postgres://USER:PASSWORD@HOST:PORT/DATABASE, with ?sslmode=disable|require|verify-full if need be';
const SSL_MODES = ['disable', 'require', 'verify-full'];
const SSL_FILES = ['sslrootcert', 'sslcert', 'sslkey'];

/** The address cannot be used: names the variable and what is allowed, and never shows a password. */
export class PostgresUrlError extends Error {
  constructor(variable: string, problem: string) {
    super(`${variable} cannot be used: ${problem}; ${FORM}.`);
    this.name = 'PostgresUrlError';
  }
}

/** Checks an address of a PostgreSQL database. Throws {@link PostgresUrlError}. */
export function checkPostgresUrl(text: string, variable = 'POSTGRES_URL'): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const refuse = (problem: string) => new PostgresUrlError(variable, problem);
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol))
    throw refuse('it is no postgres:// URL');
  if (!url.hostname) throw refuse('it names no host');
  if (!url.username) throw refuse('it names no user');
  if (!/^\/[^/]+$/.test(url.pathname)) throw refuse('it names no database');
  for (const [name, value] of url.searchParams) {
    if (name === 'sslmode' && SSL_MODES.includes(value)) continue;
    if (SSL_FILES.includes(name)) continue;
    throw refuse(`'${name}=${value}' is no parameter that it takes`);
  }
  return url;
}

/** Where a database is, without who may enter it: for messages. */
export function placeOf({ hostname, port, pathname }: URL): string {
  return `${hostname}:${port || 5432}${pathname}`;
}
