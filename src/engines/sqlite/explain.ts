import { StatementError } from "../../core/errors.ts";
import type { Result, Session } from "../engine.ts";

const prefix = "EXPLAIN QUERY PLAN ";

/** EXPLAIN QUERY PLAN as the tree that the sqlite3 shell draws. SQLite has no EXPLAIN ANALYZE: `analyse` runs the statement for its row count as well, and undoes it. */
export async function explainPlan(session: Session, sql: string, options: { readonly analyse?: boolean; readonly signal?: AbortSignal }): Promise<{ readonly format: "text"; readonly text: string }> {
  const limits = options.signal === undefined ? {} : { signal: options.signal };
  const plan = await session.run(`${prefix}${sql}`, limits).catch(shifted);
  const nodes = plan.rows.map(([id, parent, , detail]) => ({ id: Number(id), parent: Number(parent), detail: String(detail) }));
  const lines = ["QUERY PLAN", ...draw(nodes, 0, "")];
  if (options.analyse === true) {
    const started = performance.now();
    const { rowCount } = await undone(session, () => session.run(sql, { ...limits, maxRows: 0 }));
    lines.push(`EXECUTED: ${rowCount} rows in ${(performance.now() - started).toFixed(1)} ms`);
  }
  return { format: "text", text: lines.join("\n") };
}

/** In a transaction of its own, or in a savepoint of the open one; undone in both. */
async function undone(session: Session, work: () => Promise<Result>): Promise<Result> {
  try {
    return await session.transaction("rollback", work);
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
