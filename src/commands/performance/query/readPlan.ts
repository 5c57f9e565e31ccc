import type { Dialect } from "../../../core/engineId.ts";
import type { Plan } from "../../../core/plan/plan.ts";
import { loadEngine } from "../../../engines/load.ts";
import type { Engine } from "../../../engines/engine.ts";

/** A text that was said to be a plan: read, or why not. `engine` is the one whose form it has. */
export type ReadPlan =
  | { readonly plan: Plan; readonly engine: Engine }
  | { readonly raw: string; readonly reason: string; readonly at?: number };

/** In the order in which a text is tried where nobody says the engine. */
const order: readonly Dialect[] = ["postgresql", "mysql", "sqlite", "mongodb"];

/** Reads a plan whose engine nobody needs to say; `dialect` is tried first. Needs no server. */
export async function readPlan(text: string, dialect: Dialect | undefined, query?: string): Promise<ReadPlan> {
  const engines = await recognising(text, dialect);
  const tried: string[] = [];
  let at: number | undefined;
  for (const engine of engines) {
    const reading = engine.plans?.read(text, { ...(query === undefined ? {} : { query }), ...(engine.dialect === dialect ? { dialect } : {}) });
    if (reading === undefined) continue;
    if ("plan" in reading) return { plan: reading.plan, engine };
    tried.push(reading.reason);
    at ??= reading.at;
  }
  const reason = tried[0] ?? "It looks like no plan of PostgreSQL, MySQL, MariaDB, SQLite or MongoDB.";
  return { raw: text, reason, ...(at === undefined ? {} : { at }) };
}

/** Whether a text looks like a plan of an engine, so that it need not be SQL. */
export async function looksLikePlan(text: string, dialect: Dialect | undefined): Promise<boolean> {
  return (await recognising(text, dialect)).length > 0;
}

async function recognising(text: string, dialect: Dialect | undefined): Promise<readonly Engine[]> {
  const first = dialect === undefined ? [] : [dialect];
  const same = dialect === "mariadb" ? "mysql" : dialect;
  const engines = await Promise.all([...first, ...order.filter((one) => one !== same)].map((one) => loadEngine(one)));
  return engines.filter((engine) => engine.plans?.looksLike(text) === true);
}
