import { GroupCommit } from '@continuo/sqlite/group-commit';
import { OperationRefusedError } from '@continuo/sqlite/writer-errors';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LookupAnswer } from '../../domain/payment/answer';
import { BOOKS_FILE, type SimulatorBooks } from './books';
import type { BooksAnswer, BooksOp } from './books-handler';
import { KeyReusedError, type SimulatorRequest, type Verdict } from './rules';

/** Books in a file of the data directory: for one process. */
export class FileBooks implements SimulatorBooks {
  private constructor(private readonly books: GroupCommit<BooksOp, BooksAnswer>) {}

  static async open(dataDir: string, onStopped?: (reason: Error) => void): Promise<FileBooks> {
    mkdirSync(dataDir, { recursive: true });
    const books = await GroupCommit.open<BooksOp, BooksAnswer>({
      file: join(dataDir, BOOKS_FILE),
      handlerModule: join(__dirname, 'books-handler'),
      onStopped,
    });
    return new FileBooks(books);
  }

  async carryOut(request: SimulatorRequest): Promise<Verdict> {
    try {
      return (await this.books.submit({ op: 'carry-out', request })) as Verdict;
    } catch (error) {
      if (error instanceof OperationRefusedError) throw new KeyReusedError(request.idempotencyKey);
      throw error;
    }
  }

  lookUp(idempotencyKey: string): Promise<LookupAnswer> {
    return this.books.submit({ op: 'look-up', idempotencyKey }) as Promise<LookupAnswer>;
  }

  close(): Promise<void> {
    return this.books.close();
  }
}
