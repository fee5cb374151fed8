import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageQuery, PageView } from '@continuo/http/paging';
import { NETWORKS } from '../domain/dunning/network';

const STATUSES = ['opened', 'represented', 'won', 'lost'];
const PROOFS = ['consent-dossier', 'correspondence', 'recording', 'other'] as const;

export class OpenDisputeDto {
  @TextField({ max: 100, example: 'dp_sim_1', description: "the gateway's name for the dispute" })
  reference!: string;

  @IdField('pay')
  payment_id!: string;

  @TextField({
    max: 200,
    example: 'sim_continuo_att_2_pay_1',
    description: 'gateway reference of the charge',
  })
  charge!: string;

  @AmountMinorField({ min: 1 })
  amount_minor!: number;

  @CurrencyField()
  currency!: string;

  @ChoiceField(NETWORKS, { optional: true })
  network?: (typeof NETWORKS)[number];

  @TextField({ max: 100, example: '13.1', description: "the network's reason code, as it came" })
  reason!: string;

  @TextField({ max: 40, optional: true, description: 'what the customer read on the statement' })
  descriptor?: string;

  @InstantField({ optional: true, description: 'until when the network takes evidence' })
  evidence_due_at?: string;
}

export class ProofDto {
  @ChoiceField(PROOFS, { example: 'consent-dossier' })
  kind!: (typeof PROOFS)[number];

  @TextField({ max: 300, example: 'dossier-1', description: 'where it is kept' })
  reference!: string;

  @TextField({ max: 1_000, example: 'Terms read aloud and agreed to on 22 November' })
  summary!: string;
}

export class DisputeOutcomeDto {
  @ChoiceField(['won', 'lost'], { example: 'won' })
  outcome!: 'won' | 'lost';
}

export class DisputesQueryDto extends PageQuery {
  @ChoiceField(STATUSES, { optional: true })
  status?: string;

  @IdField('pay', { optional: true })
  payment_id?: string;

  @IdField('cmp', { optional: true })
  campaign_id?: string;
}

export class DisputeRatesQueryDto {
  @ChoiceField(['campaign', 'descriptor'], { optional: true, example: 'campaign' })
  by?: 'campaign' | 'descriptor';

  @TextField({ pattern: /^\d{4}-(0[1-9]|1[0-2])$/, max: 7, example: '2026-11' })
  month!: string;
}

export class DisputeListRowView {
  @IdField('dsp')
  dispute_id!: string;

  @TextField()
  reference!: string;

  @IdField('pay')
  payment_id!: string;

  @IdField('ord')
  order_id!: string;

  @IdField('cus')
  customer_id!: string;

  @TextField({ nullable: true })
  campaign_id!: string | null;

  @TextField({ nullable: true })
  descriptor!: string | null;

  @ChoiceField(NETWORKS)
  network!: string;

  @TextField()
  reason!: string;

  @AmountMinorField()
  amount_minor!: number;

  @CurrencyField()
  currency!: string;

  @ChoiceField(STATUSES)
  status!: string;

  @InstantField({ nullable: true })
  evidence_due_at!: string | null;
}

export class DisputePageView extends PageView {
  @NestedField(() => DisputeListRowView, { array: true })
  items!: DisputeListRowView[];
}

export class ShippedProofView {
  @TextField()
  package_id!: string;

  @TextField()
  carrier!: string;

  @TextField()
  tracking_number!: string;

  @InstantField()
  shipped_at!: string;

  @InstantField({ nullable: true })
  delivered_at!: string | null;
}

export class EvidenceView {
  @TextField({ nullable: true, description: 'the call on which it was sold' })
  call_id!: string | null;

  @TextField({ nullable: true })
  agent_id!: string | null;

  @AmountMinorField()
  captured_minor!: number;

  @AmountMinorField()
  refunded_minor!: number;

  @NestedField(() => ShippedProofView, { array: true })
  packages!: ShippedProofView[];

  @NestedField(() => ProofDto, { array: true })
  filed!: ProofDto[];

  @TextField({
    example: '/v1/orders/ord_3f2a/dossier',
    description:
      'where orders shows the consent dossier; to be filed where nothing else speaks for the charge',
  })
  dossier!: string;
}

export class DisputeView extends DisputeListRowView {
  @TextField({ description: 'gateway reference of the charge' })
  charge!: string;

  @ChoiceField(['none', 'sent', 'confirmed', 'failed'])
  submission!: string;

  @NestedField(() => EvidenceView, { description: 'what was sent, or would be sent now' })
  evidence!: EvidenceView;
}

export class StandingView {
  @ChoiceField(NETWORKS)
  network!: string;

  @TextField({ example: 'ECM' })
  programme!: string;

  @IntegerField({ min: 0, description: 'disputes per 10,000 charges from which it applies' })
  basis_points!: number;

  @IntegerField({ min: 0, description: 'disputes in the month from which it applies' })
  disputes!: number;

  @ChoiceField(['below', 'near', 'reached'])
  standing!: string;
}

export class DisputeRateView {
  @TextField({ nullable: true, description: 'campaign id or descriptor' })
  key!: string | null;

  @IntegerField({ min: 0 })
  disputes!: number;

  @IntegerField({ min: 0 })
  charges!: number;

  @IntegerField({ min: 0, description: 'disputes per 10,000 charges, rounded up' })
  basis_points!: number;

  @NestedField(() => StandingView, { array: true })
  standings!: StandingView[];
}

export class DisputeRatesView {
  @NestedField(() => DisputeRateView, { array: true })
  items!: DisputeRateView[];

  @IntegerField({ min: 0 })
  position!: number;
}
