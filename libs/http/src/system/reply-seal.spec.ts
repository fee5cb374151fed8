import { ReplySeal } from './reply-seal';

describe('a kept answer', () => {
  const answer = '{"name":"Pat Müller"}';

  it('is opened by whoever repeats the request', () => {
    const sealed = new ReplySeal('ck_secret', 'key_1', 'request-1').close(answer);
    expect(new ReplySeal('ck_secret', 'key_1', 'request-1').open(sealed)).toBe(answer);
  });

  it('shows nothing of itself or of its key', () => {
    const seal = new ReplySeal('ck_secret', 'key_1', 'request-1');
    expect(Buffer.from(seal.close(answer), 'base64').toString('latin1')).not.toContain('Pat');
    expect(seal.storedKey).not.toContain('request-1');
  });

  it.each([
    ['another secret', new ReplySeal('ck_other', 'key_1', 'request-1')],
    ['another idempotency key', new ReplySeal('ck_secret', 'key_1', 'request-2')],
  ])('is not opened with %s', (_, other) => {
    const sealed = new ReplySeal('ck_secret', 'key_1', 'request-1').close(answer);
    expect(() => other.open(sealed)).toThrow();
  });
});
