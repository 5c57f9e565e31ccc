import type { Attempt } from "../../../core/access/attempt.ts";
import { tryName } from "../../../core/access/cell.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import { quoteText } from "../quote.ts";
import { eachAttempt } from "./attempt.ts";
import { keyOf } from "./relations.ts";
import { insertStatement, type SeededRow } from "./seeder.ts";

const helper = `-- Runs a statement as somebody, takes back what it did, and says what came of it.
CREATE FUNCTION pg_temp.tried(who jsonb, statements text[], needs_row boolean) RETURNS text LANGUAGE plpgsql AS $tried$
DECLARE
  reached bigint;
  before text;
BEGIN
  BEGIN
    FOREACH before IN ARRAY statements[1:pg_catalog.cardinality(statements) - 1] LOOP EXECUTE before; END LOOP;
    PERFORM pg_catalog.set_config(setting.key, setting.value, true) FROM pg_catalog.jsonb_each_text(who) AS setting WHERE setting.key <> 'role';
    IF who ? 'role' THEN PERFORM pg_catalog.set_config('role', who ->> 'role', true); END IF;
    EXECUTE statements[pg_catalog.cardinality(statements)];
    GET DIAGNOSTICS reached = ROW_COUNT;
    RAISE EXCEPTION USING ERRCODE = 'DE001', MESSAGE = CASE WHEN needs_row AND reached = 0 THEN 'denied' ELSE 'allowed' END;
  EXCEPTION
    WHEN SQLSTATE 'DE001' THEN RETURN SQLERRM;
    WHEN insufficient_privilege OR with_check_option_violation THEN RETURN 'denied';
  END;
END $tried$;`;

/** The same attempts as a pgTAP file: its rows made first, each test undone, all rolled back. What cannot be told by one statement's count is left out and named. */
export async function pgtap(session: Session, catalog: Catalog, attempts: readonly Attempt[], signal: AbortSignal): Promise<string> {
  const tests: string[] = [];
  const leftOut: string[] = [];
  let rows: readonly SeededRow[] = [];
  await eachAttempt(session, catalog, attempts, signal, (attempt, outcome, probe, seeder) => {
    rows = seeder.made;
    const name = `${keyOf(attempt.object)}: ${attempt.identity.name}, ${tryName(attempt)} is ${outcome.verdict}`;
    if (outcome.verdict === "error" || probe === undefined || probe.reached !== undefined) leftOut.push(name);
    else tests.push(`SELECT is(pg_temp.tried(${who(attempt)}, ARRAY[${[...(probe.before ?? []), probe.sql].map(quoteText).join(", ")}], ${probe.needsRow}), ${quoteText(outcome.verdict)}, ${quoteText(name)});`);
  });
  return [
    "-- Made by Data Engineer. Run it with pg_prove, or with psql where the extension pgtap is.",
    "BEGIN;",
    helper,
    `SELECT plan(${tests.length});`,
    "-- The rows that are tried, without the triggers of their tables where the connection may leave them out.",
    replication("replica"),
    ...rows.map((row) => `${insertStatement(row.table, new Map([...row.values].filter(([name]) => row.table.columns.some((column) => column.name === name && column.generated === undefined))))} ON CONFLICT DO NOTHING;`),
    replication("origin"),
    ...leftOut.map((name) => `-- Left out: ${name.replaceAll(/[\r\n]+/g, " ")}`),
    ...tests,
    "SELECT * FROM finish();",
    "ROLLBACK;",
    "",
  ].join("\n");
}

function replication(role: "replica" | "origin"): string {
  return `DO $$ BEGIN SET LOCAL session_replication_role = '${role}'; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;`;
}

function who({ identity }: Attempt): string {
  return quoteText(JSON.stringify({ ...identity.settings, ...(identity.role === undefined ? {} : { role: identity.role }) }));
}
