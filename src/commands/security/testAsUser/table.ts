import type { AccessObject, RowOf } from "../../../core/access/attempt.ts";
import { type Cell, tryName } from "../../../core/access/cell.ts";
import type { Operation } from "../../../core/access/operation.ts";
import { operations } from "../../../core/access/operation.ts";
import type { Evidence } from "../../../core/report/report.ts";

const groups: readonly (readonly [AccessObject["form"], string])[] = [
  ["table", "Tables"], ["partition", "Partitions, directly"], ["foreignTable", "Foreign tables"], ["view", "Views"], ["materializedView", "Materialised views"], ["collection", "Collections"], ["routine", "Routines"],
];

const verbs: Readonly<Record<Operation, string>> = {
  select: "read", insert: "insert", insertReturning: "insert and read back", update: "change", changeOwner: "give away", takeOver: "take over", delete: "delete", truncate: "empty whole", execute: "call",
};

const whose: Readonly<Record<RowOf, string>> = { own: "an own row", foreign: "somebody else's row", otherTenant: "another tenant's row", any: "a row" };

/** The matrix for reading: one table for each kind of object, a line for each thing that is tried, a column for each identity; a sign and words in each cell. */
export function matrixTables(cells: readonly Cell[], identities: readonly string[]): Evidence[] {
  return groups.flatMap(([form, title]) => {
    const own = cells.filter((cell) => cell.form === form);
    if (own.length === 0) return [];
    const lines = new Map<string, Cell[]>();
    for (const cell of own) {
      const key = `${cell.object}\0${tryName(cell)}`;
      lines.set(key, [...(lines.get(key) ?? []), cell]);
    }
    const order = (cell: Cell): number => operations.indexOf(cell.operation);
    const objects = [...new Set(own.map(({ object }) => object))];
    const sorted = [...lines.values()].sort(([one], [other]) => objects.indexOf(one!.object) - objects.indexOf(other!.object) || order(one!) - order(other!) || rowOrder(one!.row) - rowOrder(other!.row));
    return [{ kind: "table" as const, title, columns: ["Object", "Tried", ...identities], rows: sorted.map((line) => [line[0]!.object, triedText(line[0]!), ...identities.map((name) => cellText(line.find(({ identity }) => identity === name)))]) }];
  });
}

function triedText({ operation, row }: Cell): string {
  if (operation === "changeOwner" && row === "otherTenant") return "move an own row to another tenant";
  return operation === "truncate" || operation === "execute" ? verbs[operation] : `${verbs[operation]} ${whose[row]}`;
}

function rowOrder(row: RowOf): number {
  return ["own", "foreign", "otherTenant", "any"].indexOf(row);
}

/** "✓ allowed (policy notes_own)", "✗ denied (no grant)", "? not tested". */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if (cell.verdict === "error") return `? ${cell.code === null ? "not tested" : `error ${cell.code}`}`;
  return `${cell.verdict === "allowed" ? "✓ allowed" : "✗ denied"} (${reason(cell)})`;
}

function reason(cell: Cell): string {
  const named = cell.policies.length === 0 ? "" : ` ${cell.policies.join(", ")}`;
  switch (cell.mechanism) {
    case "policy":
      return cell.policies.length === 1 ? `policy${named}` : `policies${named}`;
    case "using":
      return cell.policies.length > 0 ? `not seen:${named}` : cell.form === "table" || cell.form === "partition" ? "no policy for it" : "not seen";
    case "check":
      return cell.policies.length > 0 ? `new row refused:${named}` : "no policy for it";
    case "grant":
      return "no grant";
    case "schema":
      return "schema closed";
    case "owner":
      return "as the owner";
    case "bypass":
      return "bypasses policies";
    case "open":
      return cell.form === "routine" ? "granted" : "no row security";
    case "definition":
      return "left out by the object itself";
    case "validator":
      return "validator";
    case "key":
      return "a key tells";
    case null:
      return "unknown";
  }
}
