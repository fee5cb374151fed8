import {
  AmountMinorField,
  ChoiceField,
  FlagField,
  IdField,
  IntegerField,
  IntervalField,
  NestedField,
  QuantityField,
  SkuField,
  TextField,
  TokenField,
} from '@continuo/http/fields';
import { PageQuery } from '@continuo/http/paging';
import { CustomerBody, PostalAddressBody } from '../customers/customer.dto';

export class ShipToBody extends PostalAddressBody {
  @TextField({ max: 200, example: 'Pat Miller' }) name!: string;
}

export class LineBody {
  @IdField('off', { example: 'off_juicer-main' }) offer_id!: string;
  @QuantityField() quantity!: number;
  @IntegerField({ min: 1, max: 4, optional: true, example: 4, description: '1 when left out' })
  instalments?: number;
  @IntervalField({ optional: true, description: "of a program; the plan's own when left out" })
  interval?: string;
  @SkuField({ optional: true, description: 'an alternate product of the plan' }) sku?: string;
}

export class ConsentBody {
  @TextField({ max: 64, example: 'spring-1' }) script_version!: string;
  @TextField({ max: 10_000, example: 'You join a program: ... Do you agree?' }) words!: string;
  @TextField({ max: 200, optional: true, nullable: true, example: 'rec_8812' })
  recording_reference?: string | null;
  @TextField({ max: 200, example: 'Pat Miller' }) given_by!: string;
}

export class PaymentBody {
  @TokenField() token!: string;
  @FlagField({ optional: true, description: "use the customer's credit before the card" })
  use_credit?: boolean;
  @AmountMinorField({
    optional: true,
    min: 1,
    description: 'of the first instalment: charged at once, before goods leave; needs consent',
  })
  deposit_minor?: number;
}

export class QuoteQuery {
  @AmountMinorField({ optional: true, min: 1, description: 'a deposit to be read aloud with it' })
  deposit_minor?: number;
}

export class OrderBody {
  @IdField('cmp', { optional: true, example: 'cmp_spring-tv', description: 'this or dnis' })
  campaign_id?: string;
  @TextField({ max: 40, optional: true, description: 'the number that was dialled' }) dnis?: string;
  @TextField({ max: 128, optional: true, nullable: true, example: 'call_20261122_1' })
  call_id?: string | null;
  @IdField('cus', { optional: true, description: 'this or customer' }) customer_id?: string;
  @NestedField(() => CustomerBody, { optional: true }) customer?: CustomerBody;
  @NestedField(() => ShipToBody) ship_to!: ShipToBody;
  @NestedField(() => LineBody, { array: { max: 50 }, optional: true }) lines?: LineBody[];
  @NestedField(() => ConsentBody, { optional: true }) consent?: ConsentBody;
  @NestedField(() => PaymentBody, {
    optional: true,
    description: 'with it the order is placed at once, without it a draft is opened',
  })
  payment?: PaymentBody;
}

export class WhyBody {
  @TextField({ max: 200, example: 'address-to-be-confirmed' }) reason!: string;
}

export const ORDER_STATUSES = [
  'draft',
  'placed',
  'held',
  'released',
  'part-shipped',
  'shipped',
  'delivered',
  'cancelled',
  /** Taken over from order history: closed, whatever became of it. */
  'imported',
] as const;

export class OrdersQuery extends PageQuery {
  @IdField('cus', { optional: true }) customer_id?: string;
  @TextField({ max: 128, optional: true }) call_id?: string;
  @ChoiceField(ORDER_STATUSES, { optional: true }) status?: string;
  @TextField({ max: 64, optional: true, description: 'number of an imported order in its source' })
  reference?: string;
}
