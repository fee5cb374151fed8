import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../decorators';
import { Reply } from '../reply';
import { ApiDocuments } from './documents';

@ApiTags('operations')
@Public()
@Controller()
export class DocumentsController {
  constructor(private readonly documents: ApiDocuments) {}

  @Get('openapi.json')
  @ApiOperation({ summary: 'This API as OpenAPI 3.1' })
  openApi(): Reply<string> {
    return new Reply(this.documents.openApi(), { contentType: 'application/json; charset=utf-8' });
  }

  @Get('asyncapi.json')
  @ApiOperation({ summary: 'The published events as AsyncAPI 3' })
  asyncApi(): Reply<string> {
    return new Reply(this.documents.asyncApi(), { contentType: 'application/json; charset=utf-8' });
  }
}
