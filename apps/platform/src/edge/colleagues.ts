import type { Colleague } from '@continuo/service/time-travel';

/** Another process that shares the test clock, reached over HTTP with the key of whoever moves it. */
export class RemoteColleague implements Colleague {
  constructor(
    private readonly url: string,
    private readonly authorization: string,
  ) {}

  async workOff(): Promise<number> {
    const answer = await fetch(`${this.url}/v1/test-clock/work-off`, {
      method: 'POST',
      headers: { authorization: this.authorization },
    });
    if (!answer.ok)
      throw new Error(
        `${this.url} could not follow the clock: ${answer.status} ${await answer.text()}`,
      );
    return ((await answer.json()) as { woken: number }).woken;
  }
}
