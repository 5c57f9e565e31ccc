import { qualified } from "../catalog/objects.ts";
import { isDataEngineerError, throwIfCancelled } from "../errors.ts";
import { checkOf, type Check, type SmokeRoom } from "./check.ts";

/** Every view and materialised view is asked for no rows. Runs in the open transaction; a failure is undone to its savepoint. */
export async function viewsCheck({ connection, catalog, signal }: SmokeRoom): Promise<Check> {
  const problems: { object: string; message: string }[] = [];
  for (const view of catalog.views) {
    throwIfCancelled(signal);
    try {
      await connection.savepoint("undo", () => connection.run(`SELECT * FROM ${connection.engine.quoteObject(view.schema === "" ? { name: view.name } : view)} LIMIT 0`, { signal }));
    } catch (error) {
      if (!isDataEngineerError(error) || error.kind !== "statement") throw error;
      problems.push({ object: qualified(view), message: `View ${qualified(view)} cannot be read: ${error.message}` });
    }
  }
  return checkOf("views readable", `${catalog.views.length} views answer.`, "failed", problems);
}

/** The engine's own integrity checks; what the catalog's checks already say is left to them. */
export async function integrityCheck({ connection, signal }: SmokeRoom): Promise<Check> {
  const elsewhere = new Set(["invalidIndex", "notValidated", "disabledTrigger"]);
  const problems = (await connection.integrity(signal)).filter((problem) => !elsewhere.has(problem.check));
  return checkOf("integrity", "The engine finds no damage and no orphan.", "failed", problems.map(({ object, message }) => ({ object, message })));
}

const ownedSequences = `
  SELECT sn.nspname::text, s.relname::text, tn.nspname::text, t.relname::text, a.attname::text, q.last_value::text, q.increment_by > 0
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
  JOIN pg_catalog.pg_class t ON t.oid = d.refobjid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  JOIN pg_catalog.pg_sequences q ON q.schemaname = sn.nspname AND q.sequencename = s.relname
  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 ORDER BY 1, 2`;

/** A sequence that lies behind the highest value of its column will give out a value that is taken. */
export async function sequencesCheck({ connection, signal }: SmokeRoom): Promise<Check> {
  if (connection.facts.engine !== "postgresql") return { name: "sequences ahead", status: "skipped", detail: "This engine derives its row ids.", problems: [] };
  const { rows } = await connection.run(ownedSequences, { signal });
  const problems: { object: string; message: string; sql: string }[] = [];
  for (const [schema, name, tableSchema, table, column, last, rising] of rows.map((row) => row.map(String))) {
    if (rising !== "true") continue;
    const { quoteName, quoteObject } = connection.engine;
    const top = (await connection.run(`SELECT max(${quoteName(column!)})::text FROM ${quoteObject({ schema: tableSchema!, name: table! })}`, { signal })).rows[0]?.[0];
    const reached = last === "null" ? null : BigInt(last!);
    if (typeof top !== "string" || (reached !== null && reached >= BigInt(top)) || BigInt(top) < 1n) continue;
    problems.push({
      object: `${schema}.${name}`,
      message: `Sequence ${schema}.${name} has given out ${reached ?? "nothing"}, but ${tableSchema}.${table}.${column} reaches ${top}: inserts will collide.`,
      sql: `SELECT setval('${quoteObject({ schema: schema!, name: name! }).replaceAll("'", "''")}', ${BigInt(top)})`,
    });
  }
  return checkOf("sequences ahead", `${rows.length} sequences lie ahead of their columns.`, "failed", problems);
}

/** Exact row counts, for the report; passes whatever they are. */
export async function rowCounts({ connection, signal }: SmokeRoom): Promise<{ readonly check: Check; readonly rows: ReadonlyMap<string, number> }> {
  const rows = await connection.countRows(signal);
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  return { rows, check: { name: "rows", status: "passed", detail: `${total} rows in ${rows.size} tables.`, problems: [] } };
}
