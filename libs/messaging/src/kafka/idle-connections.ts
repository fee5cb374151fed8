import RequestQueue from 'kafkajs/src/network/requestQueue';

const { scheduleCheckPendingRequests: lookLater } = RequestQueue.prototype;

/**
 * A connection of kafkajs 2.2.4 looks a thousand times a second whether a request waits to be sent, also
 * when none does (https://github.com/tulios/kafkajs/issues/1704): processes with nothing to do keep a
 * machine busy. From now on it looks while one waits.
 */
export function letIdleConnectionsRest(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) lookLater.call(this);
  };
}
