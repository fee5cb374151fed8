import type { TableSpec } from '@continuo/read-store/projection';

/** All that the dates and units of a program's coming cycles follow from. */
export interface ForecastRow {
  readonly subscription_id: string;
  readonly call_centre_id: string | null;
  readonly sku: string;
  readonly quantity: number;
  /** JSON of what a bundle ships, units by SKU; null where the product ships itself. */
  readonly components: string | null;
  readonly status: string;
  readonly paused_until: string | null;
  /** Null while no cycle is going to happen. */
  readonly next_cycle_on: string | null;
  readonly interval: string;
  readonly anchor_cycle: number;
  readonly anchor_on: string;
  readonly next_cycle: number;
  /** Orders handed over after the first. */
  readonly locked: number;
  readonly total_cycles: number | null;
  readonly last_cycle: number | null;
  readonly last_delivery: number | null;
  /** JSON of when goods leave; null: on the day of the charge. */
  readonly shipping_rule: string | null;
}

/** A cycle ahead that is skipped, or has a date of its own. */
export interface ExceptionRow {
  readonly subscription_id: string;
  readonly cycle: number;
  readonly on: string;
  readonly skipped: number;
}

/** Products beside the program's own. */
export interface LineRow {
  readonly subscription_id: string;
  readonly scope: 'every' | 'next';
  readonly sku: string;
  readonly units: number;
}

export interface StockForecastTables {
  readonly stock_forecast: ForecastRow;
  readonly stock_forecast_exceptions: ExceptionRow;
  readonly stock_forecast_lines: LineRow;
}

export const STOCK_FORECAST_TABLES: Readonly<Record<keyof StockForecastTables, TableSpec>> = {
  stock_forecast: {
    columns: {
      subscription_id: 'text',
      call_centre_id: 'text',
      sku: 'text',
      quantity: 'integer',
      components: 'json',
      status: 'text',
      paused_until: 'text',
      next_cycle_on: 'text',
      interval: 'text',
      anchor_cycle: 'integer',
      anchor_on: 'text',
      next_cycle: 'integer',
      locked: 'integer',
      total_cycles: 'integer',
      last_cycle: 'integer',
      last_delivery: 'integer',
      shipping_rule: 'json',
    },
    key: ['subscription_id'],
  },
  stock_forecast_exceptions: {
    columns: { subscription_id: 'text', cycle: 'integer', on: 'text', skipped: 'integer' },
    key: ['subscription_id', 'cycle'],
  },
  stock_forecast_lines: {
    columns: { subscription_id: 'text', scope: 'text', sku: 'text', units: 'integer' },
    key: ['subscription_id', 'scope', 'sku'],
  },
};
