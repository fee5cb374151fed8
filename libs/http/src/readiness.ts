/** What has to be so before requests are welcome; each part of a process names its own. */
export class ReadinessRegistry {
  private readonly checks = new Map<string, () => boolean | Promise<boolean>>();

  /** @param check cheap; asked at every call of /health/ready; throwing means not ready */
  register(name: string, check: () => boolean | Promise<boolean>): void {
    this.checks.set(name, check);
  }

  /** Names of the checks that do not pass yet. */
  async waitingFor(): Promise<readonly string[]> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => ({ name, passed: await passes(check) })),
    );
    return results.filter(({ passed }) => !passed).map(({ name }) => name);
  }
}

async function passes(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
