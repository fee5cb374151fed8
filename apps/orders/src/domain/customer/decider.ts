import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import type { Sealed } from '@continuo/kernel/sealed';
import { customerErased, customerNotFound } from './errors';
import type { CustomerEvent, FindableBy, Profile, ProfileField, SealedPart } from './events';
import type { CustomerState, KnownCustomer } from './state';

export type CustomerCommand =
  | {
      readonly kind: 'register';
      readonly customerId: string;
      readonly profile: Sealed<Profile>;
      readonly findableBy: FindableBy;
    }
  | {
      readonly kind: 'change';
      readonly part: ProfileField;
      readonly sealed: Sealed<unknown>;
      readonly findableBy: FindableBy;
    }
  | { readonly kind: 'request-erasure'; readonly at: Instant }
  | { readonly kind: 'complete-erasure' };

function decide(command: CustomerCommand, state: CustomerState): readonly CustomerEvent[] {
  switch (command.kind) {
    case 'register': {
      if (state.status !== 'none') return [];
      const { kind: _, ...data } = command;
      return [{ type: 'customer.registered.v1', data }];
    }
    case 'change': {
      const { customerId, parts } = active(state);
      const to: SealedPart = { field: command.part, sealed: command.sealed };
      const data = { customerId, from: parts[command.part], to, findableBy: command.findableBy };
      return [{ type: `customer.${command.part}-changed.v1`, data }];
    }
    case 'request-erasure': {
      if (state.status === 'none') throw customerNotFound('with this id');
      if (state.status !== 'active') return [];
      const data = { customerId: state.customerId, requestedAt: command.at };
      return [{ type: 'customer.erasure-requested.v1', data }];
    }
    case 'complete-erasure':
      if (state.status !== 'erasing') return [];
      return [{ type: 'customer.erased.v1', data: { customerId: state.customerId } }];
    default:
      return never(command);
  }
}

function active(state: CustomerState): KnownCustomer {
  if (state.status === 'none') throw customerNotFound('with this id');
  if (state.status !== 'active') throw customerErased();
  return state;
}

const NOT_FINDABLE: FindableBy = { phone: null, email: null, namePostcode: null };

function evolve(state: CustomerState, event: CustomerEvent): CustomerState {
  if (event.type === 'customer.registered.v1') {
    const { customerId, profile, findableBy } = event.data;
    const part: SealedPart = { field: 'profile', sealed: profile };
    const parts = { name: part, phone: part, email: part, address: part };
    return { status: 'active', customerId, parts, findableBy, erasureRequestedAt: null };
  }
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'customer.name-changed.v1':
      return changed(state, 'name', event.data);
    case 'customer.phone-changed.v1':
      return changed(state, 'phone', event.data);
    case 'customer.email-changed.v1':
      return changed(state, 'email', event.data);
    case 'customer.address-changed.v1':
      return changed(state, 'address', event.data);
    case 'customer.erasure-requested.v1':
      return { ...state, status: 'erasing', erasureRequestedAt: event.data.requestedAt };
    case 'customer.erased.v1':
      return { ...state, status: 'erased', findableBy: NOT_FINDABLE, erasureRequestedAt: null };
    default:
      return never(event);
  }
}

function changed(
  state: KnownCustomer,
  part: ProfileField,
  { to, findableBy }: { readonly to: SealedPart; readonly findableBy: FindableBy },
): KnownCustomer {
  return { ...state, parts: { ...state.parts, [part]: to }, findableBy };
}

export const customerDecider: Decider<CustomerCommand, CustomerEvent, CustomerState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
