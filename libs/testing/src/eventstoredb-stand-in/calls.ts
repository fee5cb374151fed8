import type { StatusObject } from '@grpc/grpc-js';
import type { Fault, Faults, Mishap, Rpc } from './faults';

/** What a mishap needs to do to the call it strikes, and to the server. */
export interface Struck {
  /** Ends the call with a status. */
  fail(status: Partial<StatusObject>): void;
  /** Cuts all connections. */
  cut(): void;
}

/**
 * Carries out a call: its effect, then its answer, unless a fault was injected for it.
 * `answer` may be called twice.
 */
export async function carryOut<Result>(
  rpc: Rpc,
  faults: Faults,
  struck: Struck,
  effect: () => Result,
  answer: (result: Result) => void,
): Promise<void> {
  const fault = faults.take(rpc);
  if (!fault) return answer(effect());
  if (goesOn(fault)) {
    if (fault.mishap.kind === 'delay' && !fault.afterEffect) await sleep(fault.mishap.ms);
    if (faults.stopped) return;
    const result = effect();
    if (fault.mishap.kind === 'delay' && fault.afterEffect) await sleep(fault.mishap.ms);
    answer(result);
    if (fault.mishap.kind === 'twice') answer(result);
    return;
  }
  if (fault.afterEffect) effect();
  strike(fault.mishap, struck);
}

function goesOn({ mishap }: Fault): boolean {
  return mishap.kind === 'delay' || mishap.kind === 'twice';
}

function strike(mishap: Mishap, struck: Struck): void {
  switch (mishap.kind) {
    case 'cut':
      return struck.cut();
    case 'status':
      return struck.fail(mishap.status);
    case 'silence':
    case 'delay':
    case 'twice':
      return;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
