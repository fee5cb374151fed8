import { ERASED, type PersonalData } from '@continuo/personal-data/personal-data';
import type { Sealed } from '@continuo/kernel/sealed';
import fc from 'fast-check';

/** One adapter over one durable place: opened again, it has the same keys. */
export interface PersonalDataHarness {
  open(): Promise<PersonalData>;
  dispose(): Promise<void>;
}

const owner = { customerId: 'cus_1', stream: 'customer-cus_1', field: 'name' };

/** What every {@link PersonalData} does. */
export function personalDataContract(
  adapter: string,
  create: () => Promise<PersonalDataHarness>,
): void {
  describe(`${adapter} as personal data`, () => {
    let harness: PersonalDataHarness;
    let data: PersonalData;
    beforeEach(async () => {
      harness = await create();
      data = await harness.open();
    });
    afterEach(async () => {
      await data.close();
      await harness.dispose();
    });

    it('opens what it sealed, whatever it was', async () => {
      await fc.assert(
        fc.asyncProperty(fc.json(), async (json) => {
          const value: unknown = JSON.parse(json);
          expect(await data.open(await data.seal(value, owner), owner)).toEqual(value);
        }),
      );
    });

    it('shows nothing of the value and never seals it the same way twice', async () => {
      const [first, second] = [
        await data.seal('Ann Archer', owner),
        await data.seal('Ann Archer', owner),
      ];
      expect(first).toMatch(/^v1\.[\w-]+$/);
      expect(first).not.toBe(second);
      expect(Buffer.from(first.slice(3), 'base64url').includes('Ann')).toBe(false);
    });

    it('opens it nowhere else, and not when a byte was changed', async () => {
      const sealed = await data.seal('Ann Archer', owner);
      await data.seal('Bob', { ...owner, customerId: 'cus_2' });
      for (const elsewhere of [
        { customerId: 'cus_2' },
        { stream: 'order-ord_1' },
        { field: 'email' },
      ]) {
        await expect(data.open(sealed, { ...owner, ...elsewhere })).rejects.toThrow(
          'belongs elsewhere',
        );
      }
      for (let index = 3; index < sealed.length; index += 7) {
        const changed = sealed[index] === 'A' ? 'B' : 'A';
        const tampered = sealed.slice(0, index) + changed + sealed.slice(index + 1);
        await expect(data.open(tampered as Sealed<string>, owner)).rejects.toThrow('tampered');
      }
      for (const garbage of ['', 'v1.', 'v2.AAAA', 'Ann Archer']) {
        await expect(data.open(garbage as Sealed<string>, owner)).rejects.toThrow('tampered');
      }
    });

    it('has its keys again after a restart', async () => {
      const customers = Array.from({ length: 50 }, (_, index) => ({
        ...owner,
        customerId: `cus_${index}`,
      }));
      const sealed = await Promise.all(
        customers.map((customer) => data.seal(customer.customerId, customer)),
      );
      const token = data.blindIndex('phone', '+15550100');
      await data.close();
      data = await harness.open();
      const opened = await Promise.all(
        sealed.map((value, index) => data.open(value, customers[index]!)),
      );
      expect(opened).toEqual(customers.map(({ customerId }) => customerId));
      expect(data.blindIndex('phone', '+15550100')).toBe(token);
    });

    it('makes one key for one customer, however many ask at once', async () => {
      const sealed = await Promise.all(['a', 'b', 'c'].map((value) => data.seal(value, owner)));
      await data.close();
      data = await harness.open();
      expect(await Promise.all(sealed.map((value) => data.open(value, owner)))).toEqual([
        'a',
        'b',
        'c',
      ]);
    });

    it('erases a person for good, and nobody else', async () => {
      const other = { ...owner, customerId: 'cus_2' };
      const [sealed, others] = [await data.seal('Ann', owner), await data.seal('Bob', other)];
      expect(await data.erase(owner.customerId)).toBe(true);
      expect(await data.erase(owner.customerId)).toBe(false);
      for (const reopen of [false, true]) {
        if (reopen) {
          await data.close();
          data = await harness.open();
        }
        expect(await data.open(sealed, owner)).toBe(ERASED);
        expect(await data.open(others, other)).toBe('Bob');
        await expect(data.seal('Ann', owner)).rejects.toMatchObject({ code: 'customer-erased' });
      }
    });

    it('refuses a customer who was erased before the first seal', async () => {
      expect(await data.erase('cus_9')).toBe(false);
      await expect(data.seal('x', { ...owner, customerId: 'cus_9' })).rejects.toMatchObject({
        code: 'customer-erased',
      });
    });

    it('makes tokens that tell kinds and values apart and do not show them', () => {
      const token = data.blindIndex('phone', '+15550100');
      expect(token).toMatch(/^[\w-]{22}$/);
      expect(data.blindIndex('phone', '+15550100')).toBe(token);
      expect(data.blindIndex('email', '+15550100')).not.toBe(token);
      expect(data.blindIndex('phone', '+15550101')).not.toBe(token);
    });
  });
}
