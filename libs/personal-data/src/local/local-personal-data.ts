import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@continuo/kernel/clock';
import type { Sealed } from '@continuo/kernel/sealed';
import { GroupCommit } from '@continuo/sqlite/group-commit';
import { openDatabase } from '@continuo/sqlite/open-database';
import { OperationRefusedError } from '@continuo/sqlite/writer-errors';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { LRUCache } from 'lru-cache';
import { ERASED, type Indexed, type PersonalData, type SealedFor } from '../personal-data';
import { KeyEncryptionKeyError, readKeyEncryptionKey } from '../system/key-encryption-key';
import { KeyRing } from '../system/key-ring';
import {
  assertSealed,
  blindIndexWith,
  customerErased,
  openWith,
  sealWith,
} from '../system/sealing';
import type { KeyOp, KeyResult } from './key-writer';

export interface LocalPersonalDataOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  /** Value of `CONTINUO_KEY_ENCRYPTION_KEY`, if it is set. */
  readonly keyEncryptionKey?: string;
  /** Unwrapped keys kept in memory; 50,000 by default. */
  readonly cachedKeys?: number;
  /** A commit failed: the process should end and be started again. */
  readonly onStopped?: (reason: Error) => void;
}

/** Keys in `keys.db` of the data directory, each wrapped by the key-encryption key. */
export class LocalPersonalData implements PersonalData {
  private readonly keys: LRUCache<string, KeyObject>;
  /** Keys that are being written: their first sealed values wait for them together. */
  private readonly creating = new Map<string, Promise<KeyObject>>();
  private readonly findKey: StatementSyncInstance;

  private constructor(
    private readonly ring: KeyRing,
    private readonly writer: GroupCommit<KeyOp, KeyResult>,
    private readonly reader: DatabaseSyncInstance,
    private readonly clock: Clock,
    cachedKeys: number,
  ) {
    this.keys = new LRUCache({ max: cachedKeys });
    this.findKey = reader.prepare('SELECT wrapped FROM customer_keys WHERE customer_id = ?');
  }

  /** Throws {@link KeyEncryptionKeyError} when the keys here are wrapped by another key, or it cannot be read. */
  static async open(options: LocalPersonalDataOptions): Promise<LocalPersonalData> {
    const { dataDir, clock, cachedKeys = 50_000, onStopped } = options;
    const ring = new KeyRing(readKeyEncryptionKey(dataDir, options.keyEncryptionKey));
    const file = join(dataDir, 'keys.db');
    const handlerModule = join(__dirname, 'key-writer');
    const writer = await GroupCommit.open<KeyOp, KeyResult>({ file, handlerModule, onStopped });
    const reader = openDatabase({ file, readOnly: true, cacheKib: 2_048 });
    const kept = reader.prepare('SELECT value FROM key_check').get() as
      { value: string } | undefined;
    if (kept && kept.value !== ring.check) {
      reader.close();
      await writer.close();
      throw new KeyEncryptionKeyError(
        `The customers' keys in ${file} were wrapped by another key-encryption key: ` +
          'start with the one that was used before (CONTINUO_KEY_ENCRYPTION_KEY, or the file kek).',
      );
    }
    if (!kept) await writer.submit({ kind: 'check', value: ring.check });
    return new LocalPersonalData(ring, writer, reader, clock, cachedKeys);
  }

  /** Throws `customer-erased` when the customer's key was destroyed. */
  async seal<T>(value: T, owner: SealedFor): Promise<Sealed<T>> {
    const { customerId } = owner;
    const key =
      this.keys.get(customerId) ?? this.load(customerId) ?? (await this.create(customerId));
    return sealWith(key, value, owner);
  }

  async open<T>(sealed: Sealed<T>, owner: SealedFor): Promise<T | typeof ERASED> {
    assertSealed(sealed, owner);
    const key = this.keys.get(owner.customerId) ?? this.load(owner.customerId);
    return key ? openWith(key, sealed, owner) : ERASED;
  }

  blindIndex(kind: Indexed, value: string): string {
    return blindIndexWith(this.ring, kind, value);
  }

  async erase(customerId: string): Promise<boolean> {
    await this.creating.get(customerId)?.catch(() => undefined);
    const existed = await this.writer.submit({
      kind: 'erase',
      customerId,
      erasedAt: this.clock.now(),
    });
    this.keys.delete(customerId);
    return existed === true;
  }

  async close(): Promise<void> {
    this.keys.clear();
    this.reader.close();
    await this.writer.close();
  }

  private load(customerId: string): KeyObject | undefined {
    const row = this.findKey.get(customerId) as { wrapped: Uint8Array } | undefined;
    return row && this.unwrap(customerId, row.wrapped);
  }

  private create(customerId: string): Promise<KeyObject> {
    const underway = this.creating.get(customerId);
    if (underway) return underway;
    const wrapped = this.ring.newWrappedKey(customerId);
    const created = this.writer
      .submit({ kind: 'create', customerId, wrapped })
      .then((kept) => this.unwrap(customerId, kept as Uint8Array))
      .catch((error: unknown) => {
        throw error instanceof OperationRefusedError ? customerErased(customerId) : error;
      })
      .finally(() => this.creating.delete(customerId));
    this.creating.set(customerId, created);
    return created;
  }

  private unwrap(customerId: string, wrapped: Uint8Array): KeyObject {
    const key = this.ring.unwrap(customerId, wrapped);
    this.keys.set(customerId, key);
    return key;
  }
}
