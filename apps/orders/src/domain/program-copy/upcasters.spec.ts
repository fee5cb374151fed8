import { upcast } from '@continuo/event-store/aggregate';
import { programCopyAggregate } from '../../application/aggregates';

const read = (type: string, data: object) =>
  upcast(programCopyAggregate, { type, data }, 'programcopy-sub_1');

/** As they were stored before a copy knew who had changed a program. */
describe('the copy of a program of version 1', () => {
  it('has changes that nobody is said to have made', () => {
    const change = { subscriptionId: 'sub_1', customerId: 'cus_1', change: 'interval' };
    const data = { ...change, from: 'P1M', to: 'P2M', nextCycleOn: '2027-01-22' };
    expect(read('program-copy.changed.v1', data)).toEqual({
      type: 'program-copy.changed.v2',
      data: { ...data, consentReference: null, doing: null },
    });
  });

  it('has a cancellation that nobody is said to have made', () => {
    const data = { subscriptionId: 'sub_1', reason: 'moved' };
    expect(read('program-copy.cancelled.v1', data)).toEqual({
      type: 'program-copy.cancelled.v2',
      data: { ...data, doing: null },
    });
  });
});
