import { ActorView } from '@continuo/http/event-history';
import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  LocalDateField,
  NestedField,
  PhoneField,
  TextField,
} from '@continuo/http/fields';
import { DUNNING_NOTICES } from '../../domain/dunning-notices/decider';
import { ORDER_STATUSES, ShipToBody } from '../orders/order.dto';
import { OrderLineView, PackageView } from '../orders/order.view';

/** Who did it, on which call, by which script, when. */
export class DoingView {
  @NestedField(() => ActorView) actor!: ActorView;
  @TextField({ nullable: true }) call_id!: string | null;
  @TextField({ nullable: true }) script_version!: string | null;
  @InstantField() at!: string;
}

export class DossierConsentView {
  @IdField('ord', { description: 'the order with which it was given' }) order_id!: string;
  @TextField({ description: 'the script that was read' }) script_version!: string;
  @TextField({ max: 10_000, description: 'word for word' }) words!: string;
  @TextField({ nullable: true }) recording_reference!: string | null;
  @TextField({ nullable: true, description: 'null where it is erased or withheld' })
  given_by!: string | null;
  @InstantField() given_at!: string;
  @NestedField(() => DoingView) recorded!: DoingView;
}

export class DossierChangeView {
  @TextField({ example: 'interval' }) change!: string;
  @TextField({ nullable: true }) from!: string | null;
  @TextField({ nullable: true }) to!: string | null;
  @TextField({ nullable: true, description: 'where the consent is kept, of a converted trial' })
  consent_reference!: string | null;
  @NestedField(() => DoingView, {
    nullable: true,
    description:
      'null of changes that were learnt without it: `event_id` finds them in the history of the program',
  })
  doing!: DoingView | null;
  @TextField({ nullable: true, description: "the event's id in the history of the program" })
  event_id!: string | null;
}

export class DossierNoticeView {
  @ChoiceField(['trial-ending', 'price-change', 'renewal']) notice!: string;
  @IntegerField({ min: 2, description: 'the cycle that it announced' }) cycle!: number;
  @LocalDateField() due_on!: string;
  @AmountMinorField() total_before_tax_minor!: number;
  @TextField({ max: 10_000 }) words!: string;
  @InstantField({ description: 'when it was given to whoever sends it' }) at!: string;
  @TextField({ nullable: true }) event_id!: string | null;
}

export class DossierCancellationView {
  @TextField() reason!: string;
  @NestedField(() => DoingView, { nullable: true }) doing!: DoingView | null;
  @TextField({ nullable: true }) event_id!: string | null;
}

export class DossierProgramView {
  @IdField('sub') subscription_id!: string;
  @IntegerField({ min: 2 }) cycle!: number;
  @IdField('ord', { nullable: true }) started_by_order_id!: string | null;
  @NestedField(() => OrderLineView, { array: true, description: 'as it was agreed at the start' })
  agreed!: OrderLineView[];
  @NestedField(() => DossierChangeView, {
    array: true,
    description: 'of terms, before this cycle was charged',
  })
  changes!: DossierChangeView[];
  @NestedField(() => DossierNoticeView, {
    array: true,
    description: 'of this cycle, and of earlier changes of price',
  })
  notices!: DossierNoticeView[];
  @NestedField(() => DossierCancellationView, { array: true, description: 'of the program' })
  cancellations!: DossierCancellationView[];
}

export const CHARGE_KINDS = [
  'requested',
  'retried',
  'authorised',
  'declined',
  'unknown',
  'captured',
  'refunded',
];

/** What the payer was to be told of a charge that could not be collected. */
export class DossierDunningView {
  @ChoiceField(DUNNING_NOTICES) notice!: string;
  @IdField('pay') payment_id!: string;
  @IntegerField({ nullable: true, description: 'null of what is past due, the sum of all' })
  instalment!: number | null;
  @AmountMinorField({ description: 'declined, or past due; 0 when it is settled' })
  amount_minor!: number;
  @InstantField({ nullable: true, description: 'when it is tried again' }) retry_at!: string | null;
  @IntegerField({ nullable: true, min: 0 }) tries_left!: number | null;
  @TextField({ nullable: true, description: 'why it is not tried again' }) because!: string | null;
  @InstantField({ description: 'when it was given to whoever sends it' }) at!: string;
  @TextField({ description: "the event's id in the history of the payment" }) event_id!: string;
}

/** A try to charge, or what became of it. */
export class DossierChargeView {
  @ChoiceField(CHARGE_KINDS) kind!: string;
  @AmountMinorField({ nullable: true }) amount_minor!: number | null;
  @IntegerField({ nullable: true, min: 1, max: 4 }) instalment!: number | null;
  @TextField({ nullable: true }) payment_id!: string | null;
  @TextField({
    nullable: true,
    description: 'network transaction id of an authorisation, id of a capture or refund',
  })
  reference!: string | null;
  @TextField({ nullable: true, description: 'code of a decline, reason of a refund' })
  detail!: string | null;
  @NestedField(() => DoingView) doing!: DoingView;
}

export class WayToCancelView {
  @TextField({ description: 'as it is read aloud' }) words!: string;
  @PhoneField({ array: true, description: 'numbers of the campaign' }) telephone!: string[];
}

export class DossierView {
  @IdField('ord') order_id!: string;
  @ChoiceField(ORDER_STATUSES) status!: string;
  @IdField('cus', { nullable: true }) customer_id!: string | null;
  @TextField({ nullable: true }) campaign_id!: string | null;
  @TextField({ nullable: true, description: 'the call on which it was sold' })
  call_id!: string | null;
  @TextField({ nullable: true }) agent_id!: string | null;
  @TextField({ nullable: true }) call_centre_id!: string | null;
  @CurrencyField() currency!: string;
  @LocalDateField() placed_on!: string;
  @NestedField(() => DoingView, { nullable: true, description: 'who placed it' })
  placed!: DoingView | null;
  @NestedField(() => OrderLineView, {
    array: true,
    description: 'what was sold, at which version of its offer',
  })
  lines!: OrderLineView[];
  @AmountMinorField() total_minor!: number;
  @NestedField(() => DossierConsentView, { nullable: true }) consent!: DossierConsentView | null;
  @ChoiceField(['imported', 'no-program', 'not-recorded', 'start-unknown'], {
    nullable: true,
    description: 'why there is no consent',
  })
  consent_absent!: string | null;
  @NestedField(() => DossierProgramView, { nullable: true, description: 'of a renewal' })
  program!: DossierProgramView | null;
  @NestedField(() => DossierChargeView, { array: true }) charges!: DossierChargeView[];
  @NestedField(() => DossierDunningView, { array: true, description: 'of charges not collected' })
  dunning_notices!: DossierDunningView[];
  @AmountMinorField() captured_minor!: number;
  @AmountMinorField() refunded_minor!: number;
  @NestedField(() => PackageView, { array: true }) packages!: PackageView[];
  @NestedField(() => ShipToBody, { nullable: true }) ship_to!: ShipToBody | null;
  @NestedField(() => WayToCancelView, {
    nullable: true,
    description: 'null of an imported order, for which nothing is charged',
  })
  way_to_cancel!: WayToCancelView | null;
  @TextField({ array: true, description: 'fields whose personal data was erased' })
  erased!: string[];
  @TextField({ array: true, description: 'fields that are not for this reader' })
  withheld!: string[];
  @IntegerField({ description: 'revision of the order that it reflects' }) revision!: number;
}
