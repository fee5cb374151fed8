import { CommandRunner, type Outcome } from '@continuo/event-store/command-runner';
import { streamOf } from '@continuo/event-store/aggregate';
import type { CommandContext } from '@continuo/kernel/command-context';
import { ERASED, PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { Inject, Injectable } from '@nestjs/common';
import type {
  CustomerEvent,
  Profile,
  ProfileField,
  SealedPart,
} from '../../domain/customer/events';
import type { CustomerState, KnownCustomer } from '../../domain/customer/state';
import { customerAggregate } from '../aggregates';
import { findableBy } from './contact';

export const PROFILE_FIELDS: readonly ProfileField[] = ['name', 'phone', 'email', 'address'];

/** Seals what is known of a person on the way in, and opens it for the edges that show it. */
@Injectable()
export class CustomerFiles {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(PERSONAL_DATA) private readonly personal: PersonalData,
  ) {}

  /** Registers a person; the same command again has no second effect. */
  async register(
    customerId: string,
    profile: Profile,
    context: CommandContext,
  ): Promise<Outcome<CustomerEvent, CustomerState>> {
    const sealed = await this.personal.seal(profile, this.owner(customerId, 'profile'));
    const command = {
      kind: 'register',
      customerId,
      profile: sealed,
      findableBy: findableBy(this.personal, profile),
    } as const;
    const likelyNew = { likelyNew: true };
    return this.runner.execute(customerAggregate, customerId, command, context, likelyNew);
  }

  /** Changes one part of what is known; `profile` is the whole after the change. */
  async change(
    customerId: string,
    part: ProfileField,
    profile: Profile,
    context: CommandContext,
    expectedRevision: number,
  ): Promise<Outcome<CustomerEvent, CustomerState>> {
    const sealed = await this.personal.seal<unknown>(profile[part], this.owner(customerId, part));
    const command = {
      kind: 'change',
      part,
      sealed,
      findableBy: findableBy(this.personal, profile),
    } as const;
    const options = { expectedRevision };
    return this.runner.execute(customerAggregate, customerId, command, context, options);
  }

  /** What is known of a person; null when the person was erased. */
  async open({
    customerId,
    parts,
  }: Pick<KnownCustomer, 'customerId' | 'parts'>): Promise<Profile | null> {
    const [name, phone, email, address] = await Promise.all([
      this.openPart(customerId, parts.name, 'name'),
      this.openPart(customerId, parts.phone, 'phone'),
      this.openPart(customerId, parts.email, 'email'),
      this.openPart(customerId, parts.address, 'address'),
    ]);
    if (name === ERASED || phone === ERASED || email === ERASED || address === ERASED) return null;
    return { name, phone, email, address };
  }

  /** One part of a profile from where it was sealed: by itself, or in the profile as registered. */
  async openPart<F extends ProfileField>(
    customerId: string,
    part: SealedPart,
    field: F,
  ): Promise<Profile[F] | typeof ERASED> {
    const opened = await this.personal.open(part.sealed, this.owner(customerId, part.field));
    if (opened === ERASED) return ERASED;
    return part.field === 'profile' ? (opened as Profile)[field] : (opened as Profile[F]);
  }

  private owner(customerId: string, field: string) {
    return { customerId, stream: streamOf(customerAggregate, customerId), field };
  }
}
