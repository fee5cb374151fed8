import { ConsumerRunner } from '../consumer-runner';
import { ParkedMessages } from '../parked-messages';
import type { RunnerOptions } from '../runner-options';
import { Watermark } from '../watermark';

/** A consumer group: its deliveries, its parked messages, and how far it has come. */
export class Group {
  readonly name: string;
  readonly parked: ParkedMessages;
  /** Messages up to here were settled before the process started. */
  readonly startedAfter: number;
  /** The checkpoint on disk. */
  savedPosition: number;

  private constructor(
    readonly runner: ConsumerRunner,
    readonly watermark: Watermark,
  ) {
    this.name = runner.options.group;
    this.parked = new ParkedMessages(runner);
    this.startedAfter = watermark.position;
    this.savedPosition = watermark.position;
  }

  static async open(options: RunnerOptions, checkpoint: number): Promise<Group> {
    return new Group(await ConsumerRunner.open(options, checkpoint), new Watermark(checkpoint));
  }

  /** Everything up to here is handled or parked. */
  get position(): number {
    return this.watermark.position;
  }
}
