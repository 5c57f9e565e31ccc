import type { Attempt } from "../../../core/access/attempt.ts";
import { tryName } from "../../../core/access/cell.ts";
import type { Identity } from "../../../core/access/identity.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import { quoteText } from "../quote.ts";
import { eachAttempt } from "./attempt.ts";
import { keyOf } from "./relations.ts";
import { columnOf, insertStatement, type SeededRow, type Seeder } from "./seeder.ts";

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
    WHEN OTHERS THEN RETURN 'error ' || SQLSTATE || ': ' || SQLERRM;
  END;
END $tried$;`;

/** The same attempts as a pgTAP file: the rows of each identity are made before each of its tests, and undone with it. What cannot be told by one statement's count is left out and named. */
export async function pgtap(session: Session, catalog: Catalog, attempts: readonly Attempt[], signal: AbortSignal): Promise<string> {
  const tests: string[] = [];
  const leftOut: string[] = [];
  const seeders = new Map<Seeder, Identity>();
  await eachAttempt(session, catalog, attempts, signal, (attempt, outcome, probe, seeder) => {
    seeders.set(seeder, attempt.identity);
    const name = `${keyOf(attempt.object)}: ${attempt.identity.name}, ${tryName(attempt)} is ${outcome.verdict}`;
    const rows = `SELECT pg_temp.rows_${[...seeders.keys()].indexOf(seeder) + 1}(${seeder.made.length})`;
    if (outcome.verdict === "error" || probe === undefined || probe.reached !== undefined) leftOut.push(name);
    else tests.push(`SELECT is(pg_temp.tried(${who(attempt)}, ARRAY[${[rows, ...quietly(probe.before ?? [], seeder.triggersOff), probe.sql].map(quoteText).join(", ")}], ${probe.needsRow}), ${quoteText(outcome.verdict)}, ${quoteText(name)});`);
  });
  return [
    "-- Made by Data Engineer. Run it with pg_prove, or with psql where the extension pgtap is.",
    "BEGIN;",
    helper,
    ...[...seeders].map(([{ made }, { name }], at) => rowsFunction(at + 1, name, made)),
    `SELECT plan(${tests.length});`,
    ...leftOut.map((name) => `-- Left out: ${oneLine(name)}`),
    ...tests,
    "SELECT * FROM finish();",
    "ROLLBACK;",
    "",
  ].join("\n");
}

/** The rows that are tried as somebody, as many as there were before a test, without the triggers of their tables where the connection may leave them out. */
function rowsFunction(number: number, identity: string, rows: readonly SeededRow[]): string {
  const body = [
    "BEGIN",
    replication("replica"),
    ...rows.map((row, at) => `IF upto > ${at} THEN ${insertStatement(row.table, new Map([...row.values].filter(([name]) => columnOf(row.table, name).generated === undefined)))} ON CONFLICT DO NOTHING; END IF;`),
    replication("origin"),
    "END",
  ].join("\n");
  return `-- Rows for ${oneLine(identity)}\nCREATE FUNCTION pg_temp.rows_${number}(upto integer) RETURNS void LANGUAGE plpgsql AS ${quoteText(body)};`;
}

function quietly(statements: readonly string[], may: boolean): string[] {
  if (statements.length === 0 || !may) return [...statements];
  const set = (role: string): string => `SELECT pg_catalog.set_config('session_replication_role', '${role}', true)`;
  return [set("replica"), ...statements, set("origin")];
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ");
}

/** Only who may switch triggers off does. */
function replication(role: "replica" | "origin"): string {
  return `BEGIN SET LOCAL session_replication_role = '${role}'; EXCEPTION WHEN insufficient_privilege THEN NULL; END;`;
}

function who({ identity }: Attempt): string {
  return quoteText(JSON.stringify({ ...identity.settings, ...(identity.role === undefined ? {} : { role: identity.role }) }));
}
