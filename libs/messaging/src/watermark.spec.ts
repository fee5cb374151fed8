import fc from 'fast-check';
import { Watermark } from './watermark';

describe('Watermark', () => {
  it('stands right below the oldest message in hand', () => {
    const watermark = new Watermark(3);
    const [a, b] = [watermark.begin(5), watermark.begin(9)];
    watermark.advance(12);
    watermark.end(b!);
    expect(watermark.position).toBe(4);
    watermark.end(a!);
    expect(watermark.position).toBe(12);
  });

  it('never passes a message that is not settled, in whatever order they settle', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (order) => {
        const watermark = new Watermark(0);
        const tickets = order.map((_, index) => watermark.begin(index + 1));
        const ending = tickets.map((ticket, index) => ({ ticket, key: order[index]! }));
        ending.sort((x, y) => x.key - y.key);
        for (const { ticket } of ending) {
          watermark.end(ticket);
          const oldest = tickets.find(({ done }) => !done);
          expect(watermark.position).toBe(oldest ? oldest.position - 1 : order.length);
        }
      }),
    );
  });
});
