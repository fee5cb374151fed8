import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import {
  Caller,
  CommandCtx,
  ExpectedRevision,
  NoIdempotencyKey,
  Roles,
} from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ChangeSubscriptionCommand } from '../application/change-subscription/change-subscription.command';
import {
  type ApprovalAnswer,
  DecideApprovalCommand,
} from '../application/decide-approval/decide-approval.command';
import { findSubscription } from '../application/find-subscription';
import { readMadeChange } from '../application/read-made-change';
import { UndoChangeCommand } from '../application/undo-change/undo-change.command';
import { previewApproval, previewUndo } from '../domain/subscription/preview';
import { authorityOf, personOf } from './authority';
import { CHANGES_EXAMPLES } from './change.examples';
import { ApprovalDto, DecisionDto } from './changes.dto';
import { consentOf } from './consent.dto';
import { ChangedSubscriptionView, changedView, PreviewView, previewView } from './effect.view';
import { askedChanges, ChangesDto } from './preview.dto';

const WHO = ['agent', 'supervisor', 'call-centre', 'integration'] as const;

type Changed = Promise<Reply<ChangedSubscriptionView>>;

/** Requests of several changes, their undoing, and the supervisor's answer where one is needed. */
@ApiTags('subscription changes')
@Controller('v1/subscriptions/:id/changes')
@Roles(...WHO)
export class ChangeRequestsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Roles(...WHO, 'customer')
  @ApiOperation({
    summary: 'Several changes, in this order: all of them, or none',
    description: 'Answers 202 where they wait for a supervisor (`request_approval`).',
  })
  @ApiBody({ type: ChangesDto, examples: CHANGES_EXAMPLES })
  @ApiOkResponse({ type: ChangedSubscriptionView })
  @ApiAcceptedResponse({ type: ChangedSubscriptionView })
  async change(
    @Param('id') id: string,
    @Body() { changes, reason, consent, request_approval }: ChangesDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    const asked = {
      changes: askedChanges(changes),
      single: false,
      authority: authorityOf(caller),
      consent: consentOf(consent),
      askApprovalAs: request_approval ? personOf(caller, context) : undefined,
    };
    const changed = await this.commands.execute(
      new ChangeSubscriptionCommand(id, asked, caller, revision, because(context, reason)),
    );
    return new Reply(changedView(changed, context.commandId), {
      revision: changed.revision,
      ...(changed.awaitsApproval && { status: 202 }),
    });
  }

  @Post(':change_id/undo')
  @ApiOperation({
    summary: 'Undo a request of changes by what compensates it',
    description:
      'Refused for what was shipped or charged (`undo-too-late`), for settlements of prepaid payments (`posted-to-books`, `term-ended`), where a later change has touched the same (`changed-since`), and to an agent where it brings back a price beyond the limit (`approval-required`).',
  })
  @ApiOkResponse({ type: ChangedSubscriptionView })
  async undo(
    @Param('id') id: string,
    @Param('change_id') changeId: string,
    @Body() { reason }: DecisionDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    const changed = await this.commands.execute(
      new UndoChangeCommand(
        id,
        changeId,
        caller,
        authorityOf(caller),
        revision,
        because(context, reason),
      ),
    );
    return new Reply(changedView(changed, context.commandId), { revision: changed.revision });
  }

  @Post(':change_id/undo-previews')
  @NoIdempotencyKey()
  @ApiOperation({ summary: 'What undoing it would mean; changes nothing' })
  @ApiOkResponse({ type: PreviewView })
  async previewUndo(
    @Param('id') id: string,
    @Param('change_id') changeId: string,
    @Caller() caller: Principal,
  ): Promise<Reply<PreviewView>> {
    const { state, revision } = await findSubscription(this.runner, id, caller);
    const made = await readMadeChange(this.runner, this.store, id, changeId);
    const now = this.clock.now();
    const shown = previewUndo(state, { kind: 'undo', made, authority: authorityOf(caller), now });
    return new Reply(previewView(shown), { revision });
  }

  @Post(':change_id/approval-previews')
  @NoIdempotencyKey()
  @ApiOperation({ summary: 'What approving it now would mean; changes nothing' })
  @ApiOkResponse({ type: PreviewView })
  async previewApproval(
    @Param('id') id: string,
    @Param('change_id') changeId: string,
    @Caller() caller: Principal,
  ): Promise<Reply<PreviewView>> {
    const { state, revision } = await findSubscription(this.runner, id, caller);
    const shown = previewApproval(state, changeId, this.clock.now());
    return new Reply(previewView(shown), { revision });
  }

  @Post(':change_id/approval')
  @Roles('supervisor')
  @ApiOperation({
    summary: 'Carry out what somebody else has asked for',
    description:
      'Never by whoever asked (`same-person-approves`). Where it would charge more, sooner or again than was told when it was asked for, only with the words as they are now (`consent-outdated`).',
  })
  @ApiOkResponse({ type: ChangedSubscriptionView })
  async approve(
    @Param('id') id: string,
    @Param('change_id') changeId: string,
    @Body() { reason, consent }: ApprovalDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    const answer = { kind: 'approve', consent: consentOf(consent) } as const;
    return this.decide(id, changeId, answer, revision, caller, because(context, reason));
  }

  @Post(':change_id/refusal')
  @Roles('supervisor')
  @ApiOperation({ summary: 'Turn down what was asked for' })
  @ApiOkResponse({ type: ChangedSubscriptionView })
  async refuse(
    @Param('id') id: string,
    @Param('change_id') changeId: string,
    @Body() { reason }: DecisionDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    const told = because(context, reason);
    return this.decide(id, changeId, { kind: 'refuse-approval' }, revision, caller, told);
  }

  private async decide(
    id: string,
    changeId: string,
    answer: ApprovalAnswer,
    revision: number,
    caller: Principal,
    context: CommandContext,
  ): Changed {
    const by = personOf(caller, context);
    const changed = await this.commands.execute(
      new DecideApprovalCommand(id, changeId, answer, by, caller, revision, context),
    );
    return new Reply(changedView(changed, context.commandId), { revision: changed.revision });
  }
}

function because(context: CommandContext, reason: string | undefined): CommandContext {
  return { ...context, reason: reason ?? context.reason };
}
