import type { PrepaidFact } from '../domain/subscription/prepaid-events';
import type { Told } from './told';

/** The words for what is paid in advance: `prepaid` tells of a run, `cycle` of the delivery. */
export function tellPrepaid(event: PrepaidFact): Told[] {
  const told = (from: string | null, to: string, cycle = event.data.firstCycle): Told[] => [
    { field: 'prepaid', from, to, cycle },
  ];
  switch (event.type) {
    case 'subscription.prepaid-run-opened.v1':
      return told(null, `${event.data.shipments} shipments to be paid at once`);
    case 'subscription.prepaid-run-paid.v1':
      return told(null, `${event.data.shipments} shipments paid`);
    case 'subscription.prepaid-shipment-left.v1':
      return told('owed', 'shipped', event.data.cycle);
    case 'subscription.prepaid-shipments-lapsed.v1': {
      const { shipments, goodsMinor, unshipped } = event.data;
      const fate = unshipped === 'refund' ? 'refunded' : 'kept';
      return told(`${shipments} shipments owed`, `given up, ${goodsMinor} ${fate}`);
    }
    case 'subscription.prepaid-run-ended.v1':
      return told('counted', `ended (${event.data.because})`);
  }
}
