import type { Prepared } from "../../core/migration/dryRun/trial.ts";
import type { CommandContext } from "../context.ts";

/** Tells the face which statement a dry-run has come to, counted from 1 over all scripts: "006 up: CREATE VIEW", 3 of 16. */
export function statementSteps(context: Pick<CommandContext, "progress">, migrations: readonly Prepared[], before = ""): (prepared: Prepared, side: "up" | "down", statement: number) => void {
  const starts = new Map<Prepared, number>();
  let total = 0;
  for (const prepared of migrations) {
    starts.set(prepared, total);
    total += prepared.up.statements.length + (prepared.down?.statements.length ?? 0);
  }
  return (prepared, side, statement) => {
    const plan = side === "up" ? prepared.up : prepared.down;
    const done = (starts.get(prepared) ?? 0) + (side === "up" ? 0 : prepared.up.statements.length) + statement + 1;
    const verb = plan?.statements[statement]?.facts?.verb ?? "statement";
    context.progress({ message: `${before}${prepared.migration.version} ${side}: ${verb}`, done, total });
  };
}
