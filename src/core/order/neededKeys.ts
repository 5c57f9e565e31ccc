import type { StatementFacts } from "../script/facts.ts";
import { nameOf } from "./keys.ts";
import type { Run } from "./run.ts";
import type { Live } from "./identity.ts";
import { hasKeyOn, startsWith } from "./world.ts";

/** An index cannot go while a foreign key of its table, or one that points at it, has no other index to use. */
export function refuseNeededKey(run: Run, index: Live, going: ReadonlySet<Live>, facts: StatementFacts, at: number): void {
  const table = index.parent;
  const columns = index.unique ?? index.indexed;
  if (table === undefined || columns === undefined || going.has(table) || index.needsKey !== undefined) return;
  const staying = [...table.children].filter((child) => !going.has(child));
  const served = (wanted: readonly string[]): boolean =>
    staying.some((child) => child.needsKey === undefined && startsWith(child.unique ?? child.indexed, wanted)) || facts.defines.some((made) => made.table === table.ref.name && startsWith(made.unique ?? made.indexed, wanted));
  const own = staying.find((child) => child.needsKey !== undefined && startsWith(columns, child.indexed ?? []) && !served(child.indexed ?? []));
  const pointing = own ?? [...table.dependents].find((key) => key.needsKey?.table === table && !going.has(key) && startsWith(columns, key.needsKey.columns) && !keyStays(run, table, key.needsKey.columns, going) && !served(key.needsKey.columns));
  if (pointing === undefined) return;
  run.violations.push({
    rule: "order/drop-order", severity: "error", at, object: index.ref,
    message: `${facts.verb} of ${nameOf(index.ref)} is refused while ${nameOf(pointing.ref)} needs it; drop that first, or make another index on its columns.`,
  });
}

function keyStays(run: Run, table: Live, columns: readonly string[], going: ReadonlySet<Live>): boolean {
  const found = hasKeyOn(table, columns, run.rules.anyIndexIsKey);
  return found !== undefined && !going.has(found);
}
