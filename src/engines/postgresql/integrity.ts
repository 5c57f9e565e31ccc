import type { IntegrityProblem } from "../engine.ts";
import type { BatchStep } from "./wire/batch.ts";
import type { Wire } from "./wire/wire.ts";

const userSchema = "n.nspname <> 'pg_catalog' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'";

const checks: readonly BatchStep[] = [
  {
    text: `SELECT 'invalidIndex', n.nspname || '.' || c.relname, 'The index is not valid: a CREATE INDEX CONCURRENTLY or REINDEX failed half way. Drop it and build it again.'
      FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relkind = 'i' AND ${userSchema} ORDER BY 2`,
  },
  {
    text: `SELECT 'notValidated', n.nspname || '.' || t.relname || '.' || c.conname, 'The constraint holds for new rows alone; the old ones were never checked. Run ALTER TABLE … VALIDATE CONSTRAINT.'
      FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class t ON t.oid = c.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
      WHERE NOT c.convalidated AND ${userSchema} ORDER BY 2`,
  },
  {
    text: `SELECT 'disabledTrigger', n.nspname || '.' || t.relname || '.' || g.tgname, 'The trigger is switched off.'
      FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class t ON t.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
      WHERE g.tgenabled = 'D' AND (NOT g.tgisinternal OR g.tgconstraint <> 0) AND ${userSchema} ORDER BY 2`,
  },
];

/** Foreign keys that may be broken: never validated, or their triggers are off. One row each, with a query that counts orphans. */
const suspectKeys = `SELECT n.nspname || '.' || t.relname || '.' || c.conname,
    pg_catalog.format('SELECT count(*) FROM ONLY %I.%I a WHERE %s AND NOT EXISTS (SELECT 1 FROM %I.%I b WHERE %s)', n.nspname, t.relname,
      (SELECT pg_catalog.string_agg(pg_catalog.format('a.%I IS NOT NULL', a.attname), ' AND ')
         FROM pg_catalog.unnest(c.conkey) k JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k),
      fn.nspname, ft.relname,
      (SELECT pg_catalog.string_agg(pg_catalog.format('a.%I = b.%I', a.attname, b.attname), ' AND ')
         FROM ROWS FROM (pg_catalog.unnest(c.conkey), pg_catalog.unnest(c.confkey)) AS k(own, other)
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
         JOIN pg_catalog.pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other))
  FROM pg_catalog.pg_constraint c
  JOIN pg_catalog.pg_class t ON t.oid = c.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
  JOIN pg_catalog.pg_class ft ON ft.oid = c.confrelid JOIN pg_catalog.pg_namespace fn ON fn.oid = ft.relnamespace
  WHERE c.contype = 'f' AND t.relkind = 'r' AND ${userSchema}
    AND (NOT c.convalidated OR EXISTS (SELECT 1 FROM pg_catalog.pg_trigger g WHERE g.tgconstraint = c.oid AND g.tgenabled = 'D'))
  ORDER BY 1`;

/** Invalid indexes, constraints never validated, triggers switched off, and rows whose parents are missing where a foreign key does not vouch for them. */
export async function checkIntegrity(wire: Wire, signal?: AbortSignal): Promise<IntegrityProblem[]> {
  const results = await wire.send([...checks, { text: suspectKeys }], { signal });
  const problems = results.slice(0, checks.length).flatMap((result) => result.rows.map(([check, object, message]) => ({ check: check ?? "", object: object ?? "", message: message ?? "" })));
  for (const [object, query] of results[checks.length]?.rows ?? []) {
    const [counted] = await wire.send([{ text: query ?? "" }], { signal });
    const orphans = Number(counted?.rows[0]?.[0] ?? 0);
    if (orphans > 0) problems.push({ check: "foreignKey", object: object ?? "", message: `${orphans} ${orphans === 1 ? "row has" : "rows have"} no parent.` });
  }
  return problems;
}
