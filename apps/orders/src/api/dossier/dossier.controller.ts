import type { AsOf } from '@continuo/event-store/command-runner';
import { AsOfParam, Caller, Roles } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import { Controller, Get, Headers, Param } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { DossierDesk } from '../../application/consent-dossier/dossier-desk';
import { boundTo } from '../access';
import { DossierView } from './dossier.dto';
import { DOSSIER_EXAMPLES } from './dossier.examples';
import { dossierPage, PAGE_POLICY } from './dossier.page';
import { showDossier } from './show-dossier';

/** What speaks for the charges of an order: for a dispute, an auditor, the customer. */
@ApiTags('orders')
@Controller('v1/orders')
@Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
export class DossierController {
  constructor(private readonly desk: DossierDesk) {}

  @Get(':order_id/dossier')
  @ApiOperation({
    summary: 'The consent dossier of an order: words, consent, changes, notices, charges',
    description:
      'Of a renewal, the consent is that of the order which started the program. `Accept: text/html` answers one page to print. Finance sees no names and addresses.',
  })
  @ApiExtraModels(DossierView)
  @ApiOkResponse({
    content: {
      'application/json': {
        schema: { $ref: getSchemaPath(DossierView) },
        examples: DOSSIER_EXAMPLES,
      },
      'text/html': { schema: { type: 'string' } },
    },
  })
  async get(
    @Param('order_id') orderId: string,
    @Headers('accept') accept: string | undefined,
    @AsOfParam() asOf: AsOf | undefined,
    @Caller() principal: Principal,
  ): Promise<Reply<DossierView | string>> {
    const reader = { boundTo: boundTo(principal), personal: principal.role !== 'finance' };
    const view = showDossier(await this.desk.read(orderId, reader, asOf));
    const { revision } = view;
    if (!wantsPage(accept)) return new Reply(view, { revision });
    return new Reply(dossierPage(view), {
      revision,
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': PAGE_POLICY },
    });
  }
}

/** A browser names HTML first; a program that takes anything gets JSON. */
function wantsPage(accept = ''): boolean {
  return accept.includes('text/html') && !accept.includes('application/json');
}
