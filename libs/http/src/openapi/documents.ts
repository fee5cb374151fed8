import { asyncApiDocument } from '@continuo/contracts/asyncapi';
import type { INestApplication } from '@nestjs/common';
import { openApiDocument } from './openapi-document';

/** The two descriptions of the API, made when first asked for and then kept as text. */
export class ApiDocuments {
  private app: INestApplication | undefined;
  private openApiText: string | undefined;
  private asyncApiText: string | undefined;

  describe(app: INestApplication): void {
    this.app = app;
  }

  openApi(): string {
    if (this.app === undefined) throw new Error('there is no application to describe yet');
    return (this.openApiText ??= JSON.stringify(openApiDocument(this.app)));
  }

  /** From now on another document is shown: one that covers more than this process. */
  showInstead(openApi: object): void {
    this.openApiText = JSON.stringify(openApi);
  }

  asyncApi(): string {
    return (this.asyncApiText ??= JSON.stringify(asyncApiDocument()));
  }
}
