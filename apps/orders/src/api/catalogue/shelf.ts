import type { Aggregate } from '@continuo/event-store/aggregate';
import { type AsOf, CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import type { DomainEvent } from '@continuo/event-store/event-store';
import { decodeCursor, pageOf, type PageQuery, rowsToRead } from '@continuo/http/paging';
import { type Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { notFound } from '@continuo/kernel/domain-error';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CarryOut } from '../../application/carry-out/carry-out.command';
import type { CatalogueKind } from '../../projections/catalogue/projection';
import { CatalogueQuery } from '../../projections/catalogue/query';

/** One kind of thing in the catalogue, and how it is shown. */
export interface Shelved<Command, Event extends DomainEvent, State, View> {
  readonly aggregate: Aggregate<Command, Event, State>;
  readonly kind: CatalogueKind;
  /** What an answer calls it that does not find it. */
  readonly name: string;
  /** Undefined when there is nothing. */
  readonly view: (state: State, revision: number) => View | undefined;
}

/** Lists, shows and changes the things of one kind. */
export class Shelf<Command, Event extends DomainEvent, State, View> {
  constructor(
    private readonly what: Shelved<Command, Event, State, View>,
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueQuery,
  ) {}

  /**
   * A page by id: the ids from the read model, what they name from its stream.
   * @param callCentreId of campaigns, only those that this call centre may sell; null for all
   */
  async page(query: PageQuery, callCentreId: string | null = null): Promise<Page<View>> {
    const after = query.cursor === undefined ? undefined : String(decodeCursor(query.cursor)[0]);
    const position = await this.catalogue.position();
    const wanted = { after, count: rowsToRead(query) };
    const ids = await this.catalogue.ids(this.what.kind, wanted, callCentreId);
    const page = pageOf(ids, query.limit, ({ id }) => [id], position);
    const items = page.items.map(async ({ id }) => this.shown(id, await this.load(id)));
    return { ...page, items: await Promise.all(items) };
  }

  /** Throws `<name>-not-found`, also when it is not for the caller to see. */
  async get(
    id: string,
    asOf?: AsOf,
    mayBeSeen: (state: State) => boolean = () => true,
  ): Promise<Reply<View>> {
    const folded = await this.load(id, asOf);
    if (!mayBeSeen(folded.state)) throw notFound(this.what.name, id);
    return new Reply(this.shown(id, folded), { revision: folded.revision });
  }

  /** What was created under this id, or was there with the same terms. */
  created(id: string, folded: Folded<State>, location: string): Reply<View> {
    const { revision } = folded;
    return new Reply(this.shown(id, folded), { status: 201, revision, location });
  }

  async create(
    id: string,
    command: Command,
    context: CommandContext,
    location: string,
  ): Promise<Reply<View>> {
    return this.created(id, await this.carryOut(id, command, context), location);
  }

  async change(
    id: string,
    command: Command,
    context: CommandContext,
    expectedRevision: number,
  ): Promise<Reply<View>> {
    const folded = await this.carryOut(id, command, context, expectedRevision);
    return new Reply(this.shown(id, folded), { revision: folded.revision });
  }

  private carryOut(
    id: string,
    command: Command,
    context: CommandContext,
    expectedRevision?: number,
  ): Promise<Folded<State>> {
    const { aggregate } = this.what;
    return this.commands.execute(
      new CarryOut(aggregate, id, command, context, { expectedRevision }),
    );
  }

  private load(id: string, asOf?: AsOf): Promise<Folded<State>> {
    return this.runner.load(this.what.aggregate, id, asOf);
  }

  private shown(id: string, { state, revision }: Folded<State>): View {
    const view = this.what.view(state, revision);
    if (view === undefined) throw notFound(this.what.name, id);
    return view;
  }
}

@Injectable()
export class Shelves {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueQuery,
  ) {}

  of<Command, Event extends DomainEvent, State, View>(
    what: Shelved<Command, Event, State, View>,
  ): Shelf<Command, Event, State, View> {
    return new Shelf(what, this.commands, this.runner, this.catalogue);
  }
}
