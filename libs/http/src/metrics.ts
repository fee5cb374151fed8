import { collectDefaultMetrics, Registry } from 'prom-client';
import { RequestDurations } from './request-durations';

/** The Prometheus metrics of one application; any part of it may register its own on `registry`. */
export class Metrics {
  readonly registry = new Registry();
  readonly requests = new RequestDurations(this.registry);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
