import { readServiceUrls } from './edge-config';

describe('where the services answer', () => {
  it('is one address for each instance', () => {
    const urls = readServiceUrls({ ORDERS_URL: 'http://a:4001, http://b:4001/' }, ['orders']);
    expect(urls.get('orders')).toEqual(['http://a:4001', 'http://b:4001']);
  });

  it.each([undefined, '', 'a:4001', 'http://a:4001/v1', 'http://a:4001,,', 'ftp://a'])(
    'is refused as %p, by the name of the variable',
    (value) => {
      expect(() => readServiceUrls({ PAYMENTS_URL: value }, ['payments'])).toThrow(/PAYMENTS_URL/);
    },
  );
});
