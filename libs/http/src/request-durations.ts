import { Histogram, type Registry } from 'prom-client';

const NAME = 'continuo_http_request_duration_seconds';
const HELP = 'Time from the arrival of a request to its answer';
const BUCKETS_SECONDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

/** What was measured under one set of labels. */
interface Series {
  readonly labels: { readonly method: string; readonly route: string; readonly status: number };
  /** By bucket, not cumulative; one more for what is slower than all. */
  readonly counts: number[];
  sumSeconds: number;
}

/**
 * prom-client's histogram, but counting costs a look-up instead of a hash of the labels: it is done
 * for every request, while reading is done every few seconds.
 */
export class RequestDurations extends Histogram {
  private readonly series = new Map<string, Map<string, Series[]>>();

  constructor(registry: Registry) {
    super({
      name: NAME,
      help: HELP,
      buckets: [...BUCKETS_SECONDS],
      labelNames: ['method', 'route', 'status'],
      registers: [registry],
    });
  }

  /** @param route as it was declared, never as it was called: ids would make a series each */
  count(method: string, route: string, status: number, seconds: number): void {
    const series = this.seriesOf(method, route, status);
    let bucket = 0;
    while (bucket < BUCKETS_SECONDS.length && seconds > (BUCKETS_SECONDS[bucket] ?? 0)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sumSeconds += seconds;
  }

  /** What the registry calls to show it. */
  getForPromString(): Promise<object> {
    const values = [...this.values()];
    return Promise.resolve({
      name: NAME,
      help: HELP,
      type: 'histogram',
      aggregator: 'sum',
      values,
    });
  }

  private seriesOf(method: string, route: string, status: number): Series {
    let methods = this.series.get(route);
    if (methods === undefined) this.series.set(route, (methods = new Map()));
    let found = methods.get(method);
    if (found === undefined) methods.set(method, (found = []));
    for (const one of found) if (one.labels.status === status) return one;
    const counts = new Array<number>(BUCKETS_SECONDS.length + 1).fill(0);
    const added: Series = { labels: { method, route, status }, counts, sumSeconds: 0 };
    found.push(added);
    return added;
  }

  private *values(): Iterable<object> {
    for (const { labels, counts, sumSeconds } of this.all()) {
      let total = 0;
      for (const [bucket, count] of counts.entries()) {
        total += count;
        const le = BUCKETS_SECONDS[bucket] ?? '+Inf';
        yield { metricName: `${NAME}_bucket`, labels: { le, ...labels }, value: total };
      }
      yield { metricName: `${NAME}_sum`, labels, value: sumSeconds };
      yield { metricName: `${NAME}_count`, labels, value: total };
    }
  }

  private *all(): Iterable<Series> {
    for (const methods of this.series.values()) for (const found of methods.values()) yield* found;
  }
}
