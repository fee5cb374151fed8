/**
 * A line of an order that is a bundle stands in it as its components: the first under the line's own id, the others under that
 * id with a number. Whether an order line is that line or a part of it.
 */
export function isPartOfLine(lineId: string, line: string): boolean {
  return lineId === line || lineId.startsWith(`${line}.`);
}

/** The line that a part belongs to; the line itself where it has none. */
export function wholeLine(lineId: string): string {
  return lineId.split('.', 1)[0] ?? lineId;
}

/** The id of a part of a line, from 1 on. */
export function partOfLine(line: string, number: number): string {
  return number === 1 ? line : `${line}.${number}`;
}
