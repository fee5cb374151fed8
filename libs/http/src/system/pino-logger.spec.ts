import { createLogger, PinoLogger } from './pino-logger';

function captured(level: 'debug' | 'error') {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line) => void lines.push(line) });
  return { lines, logger };
}

describe('the log', () => {
  it('holds no secret and no personal data, however deep they come', () => {
    const { lines, logger } = captured('debug');
    logger.info({
      authorization: 'Bearer ck_secret',
      headers: { authorization: 'Bearer ck_secret', 'x-api-key': 'ck_secret' },
      order: { customer: { given_name: 'Pat' }, payment: { token: 'pm_secret' } },
      deep: { er: { still: { email: 'pat@example.com' } } },
      order_id: 'ord_1',
    });
    expect(lines.join()).not.toMatch(/ck_secret|Pat|pm_secret|pat@example/);
    expect(lines.join()).toContain('ord_1');
  });

  it("takes Nest's own chatter as debug, its errors as errors", () => {
    const { lines, logger } = captured('error');
    const nest = new PinoLogger(logger);
    nest.log('mapped a route', 'RouterExplorer');
    nest.error(new Error('it broke'), 'SomeContext');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 50,
      context: 'SomeContext',
      err: { message: 'it broke' },
    });
  });
});
