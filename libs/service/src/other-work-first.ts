/** Between the pages of a long computation: lets requests that wait be answered. */
export function otherWorkFirst(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
