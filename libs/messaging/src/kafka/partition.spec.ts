import { Assignment, type PartitionState } from './assignment';
import { Partition } from './partition';

describe('a partition of a group', () => {
  it('may be committed up to what is settled, whatever the order of settling', () => {
    const partition = new Partition('t', 0, 5);
    const [a, b] = [partition.begin(5, 50), partition.begin(7, 70)];
    partition.pass(6);
    partition.pass(9);
    partition.end(b);
    expect([partition.settled, partition.position]).toEqual([5, 0]);
    partition.end(a);
    expect([partition.settled, partition.position]).toEqual([10, 70]);
  });

  it('knows what it had, and what never came', () => {
    const partition = new Partition('t', 0, 5);
    expect(partition.open(5)).toBe(0);
    partition.end(partition.begin(5, 1));
    expect([partition.isNew(5), partition.isNew(6)]).toEqual([false, true]);
    expect(partition.open(4)).toBe(0); // comes again after a rebalance
    expect(partition.open(8)).toBe(2);
  });

  it('of a new group begins where its first batch begins', () => {
    const partition = new Partition('t', 0, undefined);
    expect(partition.settled).toBeUndefined();
    expect(partition.open(12)).toBe(0);
    expect(partition.settled).toBe(12);
  });
});

describe('the assignment of a member', () => {
  const state = (changes: Partial<PartitionState> = {}): PartitionState => ({
    topic: 't',
    partition: 0,
    low: 0,
    high: 100,
    committed: 10,
    position: 7,
    ...changes,
  });
  const taken = (first = state()) => {
    const assignment = new Assignment();
    assignment.take({ t: [0] }, [first]);
    return { assignment, partition: assignment.find('t', 0)! };
  };

  it('goes on with the work in a partition it keeps', () => {
    const { assignment, partition } = taken();
    partition.begin(10, 11);
    assignment.keepOnly({ t: [0, 1] });
    expect(assignment.take({ t: [0] }, [state()])).toEqual([]);
    expect(assignment.find('t', 0)).toBe(partition);
    expect(partition.revoked).toBe(false);
  });

  it('gives up what others get', () => {
    const { assignment, partition } = taken();
    assignment.keepOnly({ t: [1] });
    expect([partition.revoked, assignment.find('t', 0)]).toEqual([true, undefined]);
  });

  it('begins anew where another member has been further meanwhile', () => {
    const { assignment, partition } = taken();
    expect(assignment.take({ t: [0] }, [state({ committed: 40 })])).toEqual([]);
    expect(partition.revoked).toBe(true);
    expect(assignment.find('t', 0)!.settled).toBe(40);
  });

  it('tells what the broker has lost', () => {
    const { assignment } = taken(state({ committed: undefined }));
    expect(assignment.take({ t: [0] }, [state({ low: 25 })])).toEqual([
      'offsets 10 to 24 of t/0 were deleted before they were read: raise the retention of the topic',
    ]);
    expect(assignment.find('t', 0)!.settled).toBe(25);
    expect(assignment.take({ t: [0] }, [state({ high: 3 })])).toEqual([
      't/0 ends at offset 3, before 10: it was made anew',
    ]);
    expect(assignment.find('t', 0)!.open(0)).toBe(0); // and reads it from its beginning
  });
});
