import { Roles } from '@continuo/http/decorators';
import { mapPage, numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Page } from '@continuo/http/reply';
import { DomainError } from '@continuo/kernel/domain-error';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CustomerAccounts } from '../application/customer-account';
import { trialBalance } from '../domain/ledger/trial-balance';
import { LedgerQuery } from '../projections/ledger/query';
import {
  AgingReportView,
  CustomerAccountView,
  LedgerAsOfQueryDto,
  LedgerBalancesQueryDto,
  LedgerBalancesView,
  PostingPageView,
  PostingView,
  PostingsQueryDto,
} from './ledger.dto';
import { agedBalanceView, balanceView, claimView, postingView } from './ledger.view';

@ApiTags('ledger')
@Controller('v1/ledger')
@Roles('finance')
export class LedgerController {
  constructor(
    private readonly ledger: LedgerQuery,
    private readonly customers: CustomerAccounts,
  ) {}

  @Get('balances')
  @ApiOperation({
    summary: 'Trial balance: each account per currency, now or as of an instant or a place',
  })
  @ApiOkResponse({ type: LedgerBalancesView })
  async balances(@Query() query: LedgerBalancesQueryDto): Promise<LedgerBalancesView> {
    const cut = { asOf: query.as_of, position: query.position };
    const { rows, position } = await this.ledger.balances(cut);
    if (query.position !== undefined && query.position > position)
      throw notThereYet(query.position, position);
    const wanted = rows.filter(
      ({ currency }) => query.currency === undefined || query.currency === currency,
    );
    const { accounts, currencies } = trialBalance(
      wanted.map(({ currency, account, debits_minor, credits_minor }) => ({
        currency,
        account,
        debitsMinor: debits_minor,
        creditsMinor: credits_minor,
      })),
    );
    const totals = currencies.map(({ currency, debitsMinor, creditsMinor }) => ({
      currency,
      debits_minor: debitsMinor,
      credits_minor: creditsMinor,
    }));
    return { items: accounts.map(balanceView), totals, position: query.position ?? position };
  }

  @Get('postings')
  @ApiOperation({ summary: 'Postings in the order they were made, each with its event' })
  @ApiOkResponse({ type: PostingPageView })
  async postings(@Query() query: PostingsQueryDto): Promise<Page<PostingView>> {
    const { rows, position } = await this.ledger.postings({
      paymentId: query.payment_id,
      account: query.account,
      currency: query.currency,
      after: afterOf(query.cursor),
      maxCount: rowsToRead(query),
    });
    const page = pageOf(rows, query.limit, (row) => [row.position, row.number], position);
    return mapPage(page, postingView);
  }

  @Get('aging')
  @ApiOperation({ summary: 'What customers owe, by how long it has been due' })
  @ApiOkResponse({ type: AgingReportView })
  async aging(@Query() query: LedgerAsOfQueryDto): Promise<AgingReportView> {
    const { balances, position } = await this.customers.aging(query.as_of);
    return { items: balances.map(agedBalanceView), position };
  }

  @Get('customers/:customer_id')
  @ApiOperation({ summary: 'What a customer owes and is owed, payment by payment' })
  @ApiOkResponse({ type: CustomerAccountView })
  async customer(
    @Param('customer_id') customerId: string,
    @Query() query: LedgerAsOfQueryDto,
  ): Promise<CustomerAccountView> {
    const { claims, balances, position } = await this.customers.of(customerId, query.as_of);
    return {
      customer_id: customerId,
      balances: balances.map(agedBalanceView),
      claims: claims.map(claimView),
      position,
    };
  }
}

function notThereYet(asked: number, position: number): DomainError {
  const detail = `The ledger reflects the record up to position ${position}: ask for that or an earlier one.`;
  return new DomainError('position-not-reached', detail, 'invalid', { position }, [
    { pointer: '/position', detail: `Send at most ${position}; ${asked} is not reached yet.` },
  ]);
}

function afterOf(cursor: string | undefined) {
  const [position, number] = numbersIn(cursor, 2);
  return position === undefined || number === undefined ? undefined : { position, number };
}
