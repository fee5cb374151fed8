import { given } from '@continuo/testing/decider';
import { orderDecider } from './decider';
import type { OrderEvent } from './events';
import {
  aCyclePlacement,
  aPlacement,
  CONSENT,
  GREENS,
  JUICER,
  numbered,
  OPENING,
  placedEvent,
} from './examples.fixture';

const opened: OrderEvent = { type: 'order.draft-opened.v1', data: OPENING };
const [juicer, greens] = numbered(JUICER, GREENS);
const added = (line = juicer): OrderEvent => ({
  type: 'order.line-added.v1',
  data: { line: line! },
});
const consented: OrderEvent = { type: 'order.consent-recorded.v1', data: CONSENT };

describe('a draft', () => {
  it('is opened with the lines the call began with', () => {
    given(orderDecider, [])
      .when({ kind: 'open-draft', opening: OPENING, lines: [JUICER], consent: null })
      .then([opened, added()]);
  });

  it('is opened once', () => {
    given(orderDecider, [opened])
      .when({ kind: 'open-draft', opening: OPENING, lines: [], consent: null })
      .thenNothing();
  });

  it('numbers its lines and never gives a number twice', () => {
    const removed: OrderEvent = { type: 'order.line-removed.v1', data: { line: juicer! } };
    given(orderDecider, [opened, added(), removed])
      .when({ kind: 'add-line', line: GREENS })
      .then([added({ ...greens!, lineId: 'line-2' })]);
  });

  it('loses a line', () => {
    given(orderDecider, [opened, added()])
      .when({ kind: 'remove-line', lineId: 'line-1' })
      .then([{ type: 'order.line-removed.v1', data: { line: juicer! } }]);
  });

  it('has no line that it never had', () => {
    given(orderDecider, [opened])
      .when({ kind: 'remove-line', lineId: 'line-9' })
      .thenFails('line-not-found');
  });

  it('is given up when it is cancelled, once', () => {
    const abandoned: OrderEvent = { type: 'order.draft-abandoned.v1', data: { reason: 'hung up' } };
    const cancel = { kind: 'cancel', reason: 'hung up' } as const;
    given(orderDecider, [opened]).when(cancel).then([abandoned]);
    given(orderDecider, [opened, abandoned]).when(cancel).thenNothing();
    given(orderDecider, [opened, abandoned])
      .when({ kind: 'add-line', line: JUICER })
      .thenFails('order-not-draft');
  });

  it('is neither held nor paid', () => {
    given(orderDecider, [opened])
      .when({ kind: 'hold', reason: 'fraud check' })
      .thenFails('order-not-placed');
  });
});

describe('placing', () => {
  it('freezes what was quoted', () => {
    given(orderDecider, [opened, added()])
      .when({ kind: 'place', placement: aPlacement() })
      .then([placedEvent()]);
  });

  it('is done at once without a draft', () => {
    given(orderDecider, []).when({ kind: 'place', placement: aPlacement() }).then([placedEvent()]);
  });

  it('needs lines', () => {
    const placement = { ...aPlacement(), lines: [] };
    given(orderDecider, [opened])
      .when({ kind: 'place', placement })
      .thenFails('order-has-no-lines');
  });

  it('needs consent when a program starts', () => {
    const placement = aPlacement([JUICER, GREENS]);
    const draft = [opened, added(), added(greens)];
    given(orderDecider, draft).when({ kind: 'place', placement }).thenFails('consent-missing');
    const agreed = { ...placement, consent: CONSENT };
    given(orderDecider, [...draft, consented])
      .when({ kind: 'place', placement: agreed })
      .then([placedEvent(agreed)]);
  });

  it('is not done twice', () => {
    given(orderDecider, [placedEvent()])
      .when({ kind: 'place', placement: aPlacement() })
      .thenFails('order-not-draft', { status: 'placed' });
  });

  it('of the same cycle has no second effect', () => {
    given(orderDecider, [placedEvent(aCyclePlacement())])
      .when({ kind: 'place', placement: aCyclePlacement() })
      .thenNothing();
  });
});
