import type { ProgramCancellation, ProgramChange, ProgramCopyEvent } from './events';

type ChangedV1 = Omit<ProgramChange, 'consentReference' | 'doing'>;
type CancelledV1 = Omit<ProgramCancellation, 'doing'>;

/** Version 1 did not say who had done it: the program's own history does. */
export const programCopyUpcasters = {
  'program-copy.changed.v1': (data: ChangedV1): ProgramCopyEvent => ({
    type: 'program-copy.changed.v2',
    data: { ...data, consentReference: null, doing: null },
  }),
  'program-copy.cancelled.v1': (data: CancelledV1): ProgramCopyEvent => ({
    type: 'program-copy.cancelled.v2',
    data: { ...data, doing: null },
  }),
};
