import { checkPostgresUrl, placeOf } from './postgres-url';

describe('the address of a PostgreSQL database', () => {
  it.each([
    'postgres://ann@db.example.com/shop',
    'postgresql://ann:secret@127.0.0.1:5433/shop?sslmode=verify-full&sslrootcert=ca.pem',
  ])('may be %s', (url) => {
    expect(checkPostgresUrl(url).href).toBe(url);
  });

  it.each([
    ['shop', 'no postgres:// URL'],
    ['mysql://ann@db/shop', 'no postgres:// URL'],
    ['postgres:///shop', 'no host'],
    ['postgres://db/shop', 'no user'],
    ['postgres://ann@db', 'no database'],
    ['postgres://ann@db/', 'no database'],
    ['postgres://ann:secret@db/shop?sslmode=maybe', "'sslmode=maybe'"],
    ['postgres://ann:secret@db/shop?options=-cfsync=off', "'options=-cfsync=off'"],
  ])('is not %s', (url, problem) => {
    const check = () => checkPostgresUrl(url, 'POSTGRES_URL');
    expect(check).toThrow(problem);
    expect(check).toThrow(/^POSTGRES_URL cannot be used: .* it takes postgres:\/\/USER/);
    expect(check).not.toThrow('secret');
  });

  it('is shown without who may enter', () => {
    expect(placeOf(checkPostgresUrl('postgres://ann:secret@db/shop'))).toBe('db:5432/shop');
  });
});
