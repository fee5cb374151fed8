/** The rows of a report, and the position of the record that they reflect at least. */
export interface Reported<Row> {
  readonly items: readonly Row[];
  readonly position: number;
}
