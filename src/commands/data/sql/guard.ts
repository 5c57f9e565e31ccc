import type { Catalog } from "../../../core/catalog/catalog.ts";
import { planKeep } from "../../../core/snapshot/keepPlan.ts";
import type { TakenSnapshot } from "../../../core/snapshot/create.ts";
import { unkept } from "../../../core/snapshot/unkept.ts";
import { takeSafetySnapshot } from "../../../core/snapshot/safety.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { describeLosses } from "./losses.ts";
import type { SqlPlan } from "./planRun.ts";
import { counted } from "../../../core/counted.ts";

/** Asks before anything is written. Gives the catalog where one had to be read, for the snapshot. */
export async function askBeforeRun(context: CommandContext, session: Session, plan: SqlPlan): Promise<{ readonly catalog: Catalog | undefined }> {
  const opaque = plan.statements.some((facts) => facts.opaque === true);
  const catalog = plan.destroys.length === 0 && !opaque ? undefined : await session.transaction("readOnly", () => session.catalog(context.signal));
  const destroys = catalog === undefined ? [] : await describeLosses(session, catalog, plan.destroys, context.signal);
  const { dialect, version, database } = session.facts;
  const count = plan.statements.length;
  const undo = plan.way === "alone" ? `${count === 1 ? "It runs" : "The statements run one by one,"} outside of a transaction and cannot be undone as a whole${count === 1 ? "" : ": what ran before a failure stays"}.` : plan.way === "rollback" ? "The script ends in ROLLBACK, so nothing stays." : "All statements run in one transaction: all of it or nothing.";
  const kept = `${destroys.length === 0 ? "" : " What would be lost is kept in a snapshot first, and rollback brings it back."}${opaque ? " What the module changes or removes is kept in a snapshot while it runs." : ""}`;
  await context.confirm({
    title: `Run ${counted(count, "statement")} on ${database}`,
    detail: `Changes the ${context.role} database ${database} (${dialect} ${version}). ${undo}${kept}${catalog === undefined ? "" : unkept(catalog, plan.destroys).map((line) => ` ${line}`).join("")}`,
    sql: plan.statements.map((facts) => facts.statement.text),
    destroys,
  });
  return { catalog };
}

/** Keeps what the script would lose, inside its own transaction. A run that is rolled back discards it. */
export async function keepBeforeRun(context: CommandContext, session: Session, plan: SqlPlan, catalog: Catalog | undefined): Promise<TakenSnapshot | undefined> {
  if (catalog === undefined || plan.way === "rollback") return undefined;
  context.progress({ message: "Keeping what would be lost" });
  const keep = planKeep(catalog, plan.destroys);
  return takeSafetySnapshot(context.files, session, { label: "before-run-sql", reason: "beforeRun", keep, catalog, now: context.now(), signal: context.signal });
}

/** What writes is refused before a connection is opened: the agent answers a question in explore mode with no. */
export async function refuseInExplore(context: CommandContext, { plan, writes }: { readonly plan: SqlPlan; readonly writes: boolean }): Promise<void> {
  if (writes) await context.confirm({ title: "Run SQL that writes", detail: "Explore mode changes nothing.", sql: plan.statements.map((facts) => facts.statement.text), destroys: [] });
}
