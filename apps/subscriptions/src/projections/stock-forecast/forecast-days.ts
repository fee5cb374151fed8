import type { LocalDate } from '@continuo/kernel/instant';
import type { Shipment } from './cycles-ahead';

export interface ForecastDay {
  readonly ship_on: LocalDate;
  readonly sku: string;
  readonly cycles: number;
  readonly units: number;
  readonly past_due_units: number;
}

/** Units by day and SKU, as they are counted. */
export class ForecastDays {
  private readonly days = new Map<string, ForecastDay>();

  constructor(
    private readonly from: LocalDate,
    private readonly until: LocalDate,
    private readonly sku: string | undefined,
  ) {}

  /** What so many programs ship alike. */
  add(shipments: readonly Shipment[], status: string, programs: number): void {
    for (const { shipOn, units } of shipments) {
      if (shipOn < this.from || shipOn > this.until) continue;
      for (const [sku, each] of units) {
        if (each === 0 || (this.sku !== undefined && sku !== this.sku)) continue;
        const key = `${shipOn} ${sku}`;
        const day = this.days.get(key);
        const count = each * programs;
        this.days.set(key, {
          ship_on: shipOn,
          sku,
          cycles: (day?.cycles ?? 0) + programs,
          units: (day?.units ?? 0) + count,
          past_due_units: (day?.past_due_units ?? 0) + (status === 'past-due' ? count : 0),
        });
      }
    }
  }

  sorted(): readonly ForecastDay[] {
    return [...this.days.values()].sort((a, b) =>
      a.ship_on === b.ship_on ? compare(a.sku, b.sku) : compare(a.ship_on, b.ship_on),
    );
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : 1);
