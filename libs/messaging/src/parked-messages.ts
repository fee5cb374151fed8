import { DomainError, notFound } from '@continuo/kernel/domain-error';
import type { ConsumerRunner } from './consumer-runner';
import { reasonOf } from './delivery';
import type { ParkedMessage } from './messaging';

/** What a person may do about the parked messages of one group. */
export class ParkedMessages {
  constructor(private readonly runner: ConsumerRunner) {}

  /**
   * Delivers a parked message once more and those behind it, in order, until one fails. Throws
   * `parked-message-not-found`, `message-waits` (another is parked before it), `replay-failed`.
   */
  async replay(messageId: string): Promise<void> {
    const { message } = await this.find(messageId);
    await this.runner.between(message.subject, async () => {
      await this.find(messageId);
      const first = await this.runner.confirmHead(message.subject);
      if (first && first.id !== messageId) throw messageWaits(messageId, first.id);
      const failed = await this.deliver(message.subject);
      if (failed) throw replayFailed(failed);
    });
  }

  /** Gives a parked message up; those that waited behind it are delivered until one fails, which is then parked. */
  async drop(messageId: string, reason: string): Promise<void> {
    const { group, parking, clock } = this.runner.options;
    const { message } = await this.find(messageId);
    await this.runner.between(message.subject, async () => {
      await this.find(messageId);
      const first = await this.runner.confirmHead(message.subject);
      await parking.drop(group, messageId, reason, clock.now());
      if (first?.id === messageId) await this.deliver(message.subject);
    });
  }

  private async find(messageId: string): Promise<ParkedMessage> {
    const { group, parking } = this.runner.options;
    const parked = await parking.find(group, messageId);
    if (!parked) throw notFound('parked-message', messageId);
    return parked;
  }

  /** Answers the message that failed, if one did. */
  private async deliver(subject: string): Promise<ParkedMessage | undefined> {
    const { heads, options } = this.runner;
    const { group, parking, clock, onProgress } = options;
    for (;;) {
      const parked = await parking.first(group, subject);
      if (!parked) break;
      heads.set(subject, { id: parked.message.id, position: parked.message.position });
      try {
        await this.runner.handle(parked.message, parked.attempts + 1);
      } catch (error) {
        const failed = {
          ...parked,
          reason: reasonOf(error),
          attempts: parked.attempts + 1,
          parkedAt: clock.now(),
        };
        await parking.failedAgain(failed);
        return failed;
      }
      await parking.remove(group, parked.message.id);
    }
    heads.delete(subject);
    onProgress?.();
    return undefined;
  }
}

function messageWaits(messageId: string, behind: string): DomainError {
  const detail = `Message ${messageId} waits behind ${behind}: replay or drop that one first.`;
  return new DomainError('message-waits', detail, 'not-allowed-now', { behind });
}

function replayFailed({ message, reason }: ParkedMessage): DomainError {
  const detail = `Message ${message.id} failed again: ${reason}`;
  return new DomainError('replay-failed', detail, 'not-allowed-now', { id: message.id, reason });
}
