type Row = Readonly<Record<string, unknown>>;

const shown = (value: unknown): string => (value === null || value === undefined ? "NULL" : String(value));

/** Rows in the frame that the servers' own client draws around them. */
export function framed(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => shown(row[name]).length)));
  const line = `+${widths.map((width) => "-".repeat(width + 2)).join("+")}+`;
  const drawn = (cells: readonly string[]): string => `|${cells.map((cell, at) => ` ${cell.padEnd(widths[at] ?? 0)} `).join("|")}|`;
  return [line, drawn(names), line, ...rows.map((row) => drawn(names.map((name) => shown(row[name])))), line].join("\n");
}

/** Rows as the client writes them after \G. */
export function vertical(rows: readonly Row[]): string {
  return rows.map((row, at) => [`*************************** ${at + 1}. row ***************************`, ...Object.entries(row).map(([name, value]) => `${name.padStart(13)}: ${shown(value)}`)].join("\n")).join("\n");
}
