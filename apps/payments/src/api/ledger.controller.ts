import { Roles } from '@continuo/http/decorators';
import { decodeCursor, mapPage, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Page } from '@continuo/http/reply';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PostingRow } from '../projections/ledger/projection';
import { LedgerQuery } from '../projections/ledger/query';
import { LedgerBalancesView, PostingPageView, PostingView, PostingsQueryDto } from './ledger.dto';

@ApiTags('ledger')
@Controller('v1/ledger')
@Roles('finance')
export class LedgerController {
  constructor(private readonly ledger: LedgerQuery) {}

  @Get('balances')
  @ApiOperation({ summary: 'Balance of each account per currency; they add up to zero' })
  @ApiOkResponse({ type: LedgerBalancesView })
  async balances(): Promise<LedgerBalancesView> {
    const { rows, position } = await this.ledger.balances();
    return { items: [...rows], position };
  }

  @Get('postings')
  @ApiOperation({ summary: 'Postings in the order they were made, each with its event' })
  @ApiOkResponse({ type: PostingPageView })
  async postings(@Query() query: PostingsQueryDto): Promise<Page<PostingView>> {
    const { rows, position } = await this.ledger.postings({
      paymentId: query.payment_id,
      after: query.cursor === undefined ? undefined : cursorOf(query.cursor),
      maxCount: rowsToRead(query),
    });
    const page = pageOf(rows, query.limit, (row) => [row.position, row.number], position);
    return mapPage(page, postingView);
  }
}

function cursorOf(cursor: string) {
  const [position, number] = decodeCursor(cursor);
  return { position: Number(position), number: Number(number) };
}

function postingView({ position: _, number: __, ...posting }: PostingRow): PostingView {
  return posting;
}
