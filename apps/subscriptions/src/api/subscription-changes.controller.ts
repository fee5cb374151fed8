import { Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { applyDecorators, Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChangeSubscriptionCommand } from '../application/change-subscription/change-subscription.command';
import type { ChangeKind } from '../domain/subscription/change';
import { askedChange } from './any-change';
import type { AnyChangeDto } from './any-change.dto';
import { authorityOf } from './authority';
import { consentOf, type ConsentingDto } from './consent.dto';
import { ChangedSubscriptionView, changedView } from './effect.view';
import { SINGLE_CHANGES } from './single-changes';

type SingleChangeBody = Omit<AnyChangeDto, 'kind'> & ConsentingDto & { readonly reason?: string };

/** What a request for one change brings along, in the order of the parameters of its route. */
type Request = [
  id: string,
  body: SingleChangeBody,
  revision: number,
  caller: Principal,
  context: CommandContext,
];

/** One route per kind of change, as {@link SINGLE_CHANGES} says; with If-Match and an Idempotency-Key. */
@ApiTags('subscription changes')
@Controller('v1/subscriptions')
@Roles('agent', 'supervisor', 'call-centre', 'integration', 'customer')
export class SubscriptionChangesController {
  constructor(private readonly commands: CommandBus) {}

  async change(
    kind: ChangeKind,
    [id, { reason, consent, ...fields }, revision, caller, context]: Request,
  ): Promise<Reply<ChangedSubscriptionView>> {
    const changes = [askedChange({ ...fields, kind }, '')];
    const authority = authorityOf(caller);
    const asked = { changes, single: true, authority, consent: consentOf(consent) };
    const told = { ...context, reason: reason ?? fields.reason_code ?? context.reason };
    const changed = await this.commands.execute(
      new ChangeSubscriptionCommand(id, asked, caller, revision, told),
    );
    return new Reply(changedView(changed, context.commandId), { revision: changed.revision });
  }
}

for (const kind of Object.keys(SINGLE_CHANGES) as ChangeKind[]) addRoute(kind);

/** As if the controller had a decorated method of the kind's name. */
function addRoute(kind: ChangeKind): void {
  const { path, body, summary } = SINGLE_CHANGES[kind];
  const name = kind.replace(/-\w/g, (part) => part.slice(1).toUpperCase());
  const { prototype } = SubscriptionChangesController;
  const routes = {
    async [name](this: SubscriptionChangesController, ...request: Request) {
      return this.change(kind, request);
    },
  };
  const descriptor = { value: routes[name], configurable: true, writable: true };
  Object.defineProperty(prototype, name, descriptor);
  Reflect.defineMetadata(
    'design:paramtypes',
    [String, body, Number, Object, Object],
    prototype,
    name,
  );
  [Param('id'), Body(), ExpectedRevision(), Caller(), CommandCtx()].forEach((decorate, index) =>
    decorate(prototype, name, index),
  );
  applyDecorators(
    Post(`:id/${path}`),
    ApiOperation({ summary }),
    ApiOkResponse({ type: ChangedSubscriptionView }),
  )(prototype, name, descriptor);
}
