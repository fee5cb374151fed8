import { CommandRunner } from '@continuo/event-store/command-runner';
import { readHistory } from '@continuo/event-store/read-history';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { Roles } from '@continuo/http/decorators';
import { EventHistoryView, type EventView, eventView } from '@continuo/http/event-history';
import { badRequest } from '@continuo/http/problem';
import type { Page } from '@continuo/http/reply';
import { PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { customerAggregate } from '../../application/aggregates';
import { importedCustomerId } from '../../application/import-orders/imported-order.aggregate';
import { emailToken, namePostcodeToken, requirePhone } from '../../application/selling/contact';
import { CustomerFiles } from '../../application/selling/customer-files';
import { customerNotFound } from '../../domain/customer/errors';
import type { CustomerEvent, ProfileField } from '../../domain/customer/events';
import type { SearchKind } from '../../projections/customer-search/projection';
import { CustomerSearchQuery } from '../../projections/customer-search/query';
import { type CustomerView, customerView } from './customer.dto';
import { CustomerSearchQueryDto } from './customer-search.dto';

const CHANGED: Readonly<Partial<Record<CustomerEvent['type'], ProfileField>>> = {
  'customer.name-changed.v1': 'name',
  'customer.phone-changed.v1': 'phone',
  'customer.email-changed.v1': 'email',
  'customer.address-changed.v1': 'address',
};

/** Finding customers, and what was ever changed about one. */
@ApiTags('customers')
@Controller('v1/customers')
export class CustomerLookupController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly files: CustomerFiles,
    private readonly found: CustomerSearchQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personal: PersonalData,
  ) {}

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'integration')
  @ApiOperation({
    summary:
      'Find customers by telephone, mail address, last name and postcode, or their number in an imported history',
  })
  async search(@Query() query: CustomerSearchQueryDto): Promise<Page<CustomerView>> {
    const ids = importedIds(query) ?? (await this.found.matching(this.tokensOf(query)));
    const customers = await Promise.all(ids.map((id) => this.customer(id)));
    const items = customers.filter((customer) => customer !== undefined);
    const position = await this.found.position();
    return { items, has_more: false, next_cursor: null, position };
  }

  @Get(':customer_id/history')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'Each change of a customer: from, to, who, on which call, when' })
  @ApiOkResponse({ type: EventHistoryView })
  async history(@Param('customer_id') customerId: string): Promise<EventHistoryView> {
    const events = await readHistory(this.store, customerAggregate, customerId);
    if (events.length === 0) throw customerNotFound(customerId);
    const items: EventView[] = [];
    for (const event of events) {
      const field = CHANGED[event.type];
      items.push(field ? eventView(event, await this.changeOf(event, field)) : eventView(event));
    }
    return { items };
  }

  private tokensOf(query: CustomerSearchQueryDto): ReadonlyMap<SearchKind, string> {
    const { phone, email, last_name, postcode } = query;
    const tokens = new Map<SearchKind, string>();
    if (phone !== undefined) {
      tokens.set('phone', this.personal.blindIndex('phone', requirePhone(phone, '/phone')));
    }
    if (email !== undefined) tokens.set('email', emailToken(this.personal, email));
    if (last_name !== undefined && postcode !== undefined) {
      tokens.set('name-postcode', namePostcodeToken(this.personal, last_name, postcode));
    }
    if (tokens.size > 0) return tokens;
    throw badRequest('/phone', 'Send phone, email, last_name and postcode, or source and number.');
  }

  private async customer(customerId: string): Promise<CustomerView | undefined> {
    const { state, revision } = await this.runner.load(customerAggregate, customerId);
    if (state.status !== 'active') return undefined;
    return customerView(state, await this.files.open(state), revision);
  }

  private async changeOf(event: CustomerEvent, field: ProfileField): Promise<object> {
    if (!('from' in event.data)) return {};
    const { customerId, from, to } = event.data;
    const shown = async (part: typeof from) => {
      const opened = await this.files.openPart(customerId, part, field);
      return typeof opened === 'symbol' ? null : opened;
    };
    return { field, from: await shown(from), to: await shown(to) };
  }
}

/** The id of an imported customer follows from the number: nothing needs to be searched. */
function importedIds({ source, number }: CustomerSearchQueryDto): readonly string[] | undefined {
  if (source === undefined && number === undefined) return undefined;
  if (source !== undefined && number !== undefined) return [importedCustomerId(source, number)];
  throw badRequest(
    source === undefined ? '/source' : '/number',
    'Send source and number together.',
  );
}
