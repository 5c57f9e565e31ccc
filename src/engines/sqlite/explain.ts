import { StatementError, UnsupportedError } from "../../core/errors.ts";
import type { Session } from "../engine.ts";
import { executedLine, tableLine } from "./plan/told.ts";
import { sizesFor } from "./plan/sizes.ts";
import { leadingWords } from "./tokens.ts";

const prefix = "EXPLAIN QUERY PLAN ";

/**
 * EXPLAIN QUERY PLAN as the tree that the sqlite3 shell draws, and how large its tables are. SQLite has no EXPLAIN ANALYZE: `analyse` runs the statement for its
 * row count and time as well, and undoes it; what a transaction does not undo (PRAGMA, ATTACH, VACUUM) is refused.
 */
export async function explainPlan(session: Session, sql: string, options: { readonly analyse?: boolean; readonly signal?: AbortSignal }): Promise<{ readonly format: "text"; readonly text: string }> {
  const limits = options.signal === undefined ? {} : { signal: options.signal };
  const plan = await session.run(`${prefix}${sql}`, limits).catch(shifted);
  const nodes = plan.rows.map(([id, parent, , detail]) => ({ id: Number(id), parent: Number(parent), detail: String(detail) }));
  const lines = ["QUERY PLAN", ...draw(nodes, 0, ""), ...(await sizesFor(session, sql, options.signal)).map(tableLine)];
  if (options.analyse === true) {
    const mode = analysedIn(sql);
    const { rowCount, ms } = await undone(session, mode, async () => {
      const started = performance.now();
      const result = await session.run(sql, { ...limits, maxRows: 0 });
      return { rowCount: result.rowCount, ms: performance.now() - started };
    });
    lines.push(executedLine(rowCount, ms));
  }
  return { format: "text", text: lines.join("\n") };
}

/** A query needs no lock for writing; throws UnsupportedError for what no rollback takes back. */
function analysedIn(sql: string): "readOnly" | "rollback" {
  const [first = ""] = leadingWords(sql, 1);
  if (first === "SELECT" || first === "VALUES") return "readOnly";
  if (["WITH", "INSERT", "UPDATE", "DELETE", "REPLACE"].includes(first)) return "rollback";
  throw new UnsupportedError("engine", `${first} is not run to be analysed: its effect could not be undone.`, { next: "Ask for its plan alone." });
}

/** In a transaction of its own, or in a savepoint of the open one; undone in both. */
async function undone<Value>(session: Session, mode: "readOnly" | "rollback", work: () => Promise<Value>): Promise<Value> {
  try {
    return await session.transaction(mode, work);
  } catch (error) {
    if (error instanceof StatementError && error.code === "NESTED") return await session.savepoint("undo", work);
    throw error;
  }
}

/** Points into the person's own text, not into ours. */
function shifted(error: unknown): never {
  if (!(error instanceof StatementError) || error.offset === undefined) throw error;
  const { reason, code, message, next, details, cause } = error as StatementError & { readonly reason: ConstructorParameters<typeof StatementError>[0] };
  throw new StatementError(reason, code, message, { cause, details, offset: Math.max(0, error.offset - prefix.length), ...(next === undefined ? {} : { next }) });
}

interface Node {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

function draw(nodes: readonly Node[], parent: number, indent: string): string[] {
  const children = nodes.filter((node) => node.parent === parent);
  return children.flatMap((node, at) => {
    const last = at === children.length - 1;
    return [`${indent}${last ? "`--" : "|--"}${node.detail}`, ...draw(nodes, node.id, `${indent}${last ? "   " : "|  "}`)];
  });
}
