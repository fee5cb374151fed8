import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { type ProgramCardTables, programsByCardProjection } from './projection';

@Injectable()
export class ProgramsByCardQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** All programs that were charged on this token at this position of the record. */
  async chargedOn(token: string, position: number): Promise<readonly string[]> {
    await this.readStore.caughtUp(programsByCardProjection.name, position);
    const rows = await this.readStore
      .query<ProgramCardTables>()
      .selectFrom('programs_by_card')
      .select('subscription_id')
      .where('token', '=', token)
      .orderBy('subscription_id')
      .execute();
    return rows.map(({ subscription_id }) => subscription_id);
  }
}
