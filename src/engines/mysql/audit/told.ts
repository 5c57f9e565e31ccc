import type { Evidence } from "../../../core/report/report.ts";

/** "a", "a and b", "a, b and 3 more". */
export function listed(items: readonly string[], most = 4): string {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : items;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** A statement for an administrator: it changes accounts or the server, which outlives any trial, so that it is told and never tried. */
export function advised(sql: string): Evidence {
  return { kind: "sql", title: "What an administrator could run; it is not tried here, as it would change the server's own accounts or settings", sql };
}
