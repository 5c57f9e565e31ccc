import type { Session } from "../engine.ts";

/** EXPLAIN QUERY PLAN as the tree that the sqlite3 shell draws. SQLite has no EXPLAIN ANALYZE: `analyse` runs a query for its row count as well. */
export async function explainPlan(session: Session, sql: string, options: { readonly analyse?: boolean; readonly signal?: AbortSignal }): Promise<{ readonly format: "text"; readonly text: string }> {
  const limits = options.signal === undefined ? {} : { signal: options.signal };
  const plan = await session.run(`EXPLAIN QUERY PLAN ${sql}`, limits);
  const nodes = plan.rows.map(([id, parent, , detail]) => ({ id: Number(id), parent: Number(parent), detail: String(detail) }));
  const lines = ["QUERY PLAN", ...draw(nodes, 0, "")];
  if (options.analyse === true) {
    const started = performance.now();
    const { rowCount } = await session.run(sql, { ...limits, maxRows: 0 });
    lines.push(`EXECUTED: ${rowCount} rows in ${(performance.now() - started).toFixed(1)} ms`);
  }
  return { format: "text", text: lines.join("\n") };
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
