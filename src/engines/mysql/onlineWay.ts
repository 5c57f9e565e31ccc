import { StatementError } from "../../core/errors.ts";
import type { OnlineWay } from "../../core/migration/adapter.ts";
import type { RunnableStatement } from "../../core/migration/plan.ts";
import type { Session } from "../engine.ts";
import type { Flavour } from "./flavourName.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { modeOf } from "./scan/sqlMode.ts";
import type { Token } from "./scan/tokens.ts";
import { tokensOf } from "./scan/tokens.ts";
import { scratchName } from "./shadow/name.ts";
import { createScratch, dropScratch } from "./shadow/scratch.ts";

interface Candidate {
  readonly algorithm: string;
  readonly lock?: string;
}

/** From the cheapest to the dearest; where the algorithm alone says everything there is no lock to choose. */
const candidates: Readonly<Record<Flavour, readonly Candidate[]>> = {
  mysql: [{ algorithm: "INSTANT" }, { algorithm: "INPLACE", lock: "NONE" }, { algorithm: "INPLACE", lock: "SHARED" }, { algorithm: "INPLACE", lock: "EXCLUSIVE" }, { algorithm: "COPY", lock: "SHARED" }, { algorithm: "COPY", lock: "EXCLUSIVE" }],
  mariadb: [
    { algorithm: "INSTANT" }, { algorithm: "NOCOPY", lock: "NONE" }, { algorithm: "NOCOPY", lock: "SHARED" }, { algorithm: "INPLACE", lock: "NONE" }, { algorithm: "INPLACE", lock: "SHARED" }, { algorithm: "INPLACE", lock: "EXCLUSIVE" },
    { algorithm: "COPY", lock: "NONE" }, { algorithm: "COPY", lock: "SHARED" }, { algorithm: "COPY", lock: "EXCLUSIVE" },
  ],
};

/** The server's refusals of an algorithm or lock, without and with a reason. */
const refused = new Set(["1845", "1846"]);

/**
 * The cheapest way that the server takes for an ALTER TABLE, CREATE INDEX or DROP INDEX: asked on empty copies of the tables, foreign keys included,
 * in a database beside the scratch database that the session stands in. Null for other statements, and where the server takes it in none of the ways.
 */
export async function onlineWay(session: Session, { sql, facts }: RunnableStatement): Promise<OnlineWay | null> {
  const flavour: Flavour = session.facts.dialect === "mariadb" ? "mariadb" : "mysql";
  const [[mode, checks] = []] = (await session.run("SELECT @@sql_mode, @@foreign_key_checks")).rows;
  const alteration = readAlteration(sql, tokensOf(sql, flavour, modeOf(String(mode)), session.facts.versionNumber));
  if (alteration === null) return null;
  const beside = scratchName(new Date());
  const parents = (facts?.uses ?? []).filter((use) => use.kind === "table" && (use.schema === undefined || use.schema === "")).map((use) => use.name);
  await createScratch(session, beside, session.facts.settings.collation);
  try {
    await copyTables(session, beside, [...new Set([alteration.table, ...parents])]);
    await session.run(`SET SESSION foreign_key_checks = ${checks === 0 ? 0 : 1}`);
    const place = { schema: beside, name: alteration.table };
    const before = await tableId(session, place, sql);
    const way = await ask(session, candidates[flavour].filter((one) => alteration.fits(one)), (one) => alteration.write(quoteObject(place), one));
    return way !== null && builtAnew(way, before, await tableId(session, place, sql)) ? { algorithm: "COPY", lock: "SHARED", why: `The server takes ALGORITHM=${way.algorithm} and builds the table anew all the same.` } : way;
  } catch (error) {
    if (error instanceof StatementError && !stops.has(error.reason)) return null;
    throw error;
  } finally {
    await session.run(`USE ${quoteName(session.facts.database)}`);
    await session.run(`SET SESSION foreign_key_checks = ${checks === 0 ? 0 : 1}`);
    await dropScratch(session, beside);
  }
}

const stops = new Set<StatementError["reason"]>(["statementTimeout", "diskFull"]);

async function ask(session: Session, ways: readonly Candidate[], write: (way: Candidate) => string): Promise<OnlineWay | null> {
  let why: string | undefined;
  for (const way of ways) {
    try {
      await session.run(write(way));
      return { algorithm: way.algorithm, ...(way.lock === undefined ? {} : { lock: way.lock }), ...(why === undefined ? {} : { why }) };
    } catch (error) {
      if (!(error instanceof StatementError) || !refused.has(error.code)) throw error;
      why = error.message;
    }
  }
  return null;
}

/** MariaDB takes any algorithm for a change of partitions. */
function builtAnew({ algorithm }: OnlineWay, before: string | null, after: string | null): boolean {
  return (algorithm === "INSTANT" || algorithm === "NOCOPY") && before !== null && before !== after;
}

/** InnoDB's number of the table; null where it has none (it is partitioned, or of another engine) or does not tell. Asked for partitions alone: the list is one of the whole server. */
async function tableId(session: Session, { schema, name }: { readonly schema: string; readonly name: string }, sql: string): Promise<string | null> {
  if (session.facts.dialect !== "mariadb" || !/\bPARTITION/i.test(sql)) return null;
  try {
    const { rows } = await session.run("SELECT TABLE_ID FROM information_schema.INNODB_SYS_TABLES WHERE NAME = ?", { params: [`${schema}/${name}`] });
    return rows[0]?.[0] === undefined ? null : String(rows[0][0]);
  } catch (error) {
    if (error instanceof StatementError && error.reason === "permission") return null;
    throw error;
  }
}

async function copyTables(session: Session, beside: string, names: readonly string[]): Promise<void> {
  const scripts: string[] = [];
  for (const name of names) {
    const shown = await session.run(`SHOW CREATE TABLE ${quoteObject({ schema: session.facts.database, name })}`).catch((error: unknown) => {
      // The other table of the statement may be one that a later statement makes.
      if (error instanceof StatementError && error.reason === "undefinedObject" && name !== names[0]) return null;
      throw error;
    });
    const script = shown?.rows[0]?.[1];
    if (typeof script === "string" && /^CREATE (?:TEMPORARY )?TABLE/.test(script)) scripts.push(script);
  }
  await session.run(`USE ${quoteName(beside)}`);
  await session.run("SET SESSION foreign_key_checks = 0");
  for (const script of scripts) await session.run(script);
}

interface Alteration {
  readonly table: string;
  /** The person may have asked for one way already. */
  fits(way: Candidate): boolean;
  /** The statement on another table, done in this way. */
  write(table: string, way: Candidate): string;
}

/** Finds the table in the statement and where ALGORITHM and LOCK belong; null where it is none of these statements. A way that the person asked for gives way to the question. */
function readAlteration(sql: string, all: readonly Token[]): Alteration | null {
  const tokens = all.filter((token) => token.text !== ";");
  const [verb] = tokens;
  const end = tokens.at(-1)?.end ?? 0;
  const altering = verb?.upper === "ALTER";
  const at = altering ? tokens.findIndex((token, index) => index <= 3 && token.upper === "TABLE") : tokens.findIndex((token, index) => index > 1 && token.upper === "ON");
  if (at === -1 || (!altering && !isIndexStatement(tokens))) return null;
  const name = tableAt(tokens, tokens[at + 1]?.upper === "IF" ? at + 3 : at + 1);
  if (name === null) return null;
  const before = sql.slice(verb?.start ?? 0, name.start);
  const asked = askedWay(tokens);
  const rest = asked.places.reduceRight((text, { start, end: to }) => text.slice(0, start - name.end) + text.slice(to - name.end), sql.slice(name.end, end));
  const clauses = (way: Candidate, glue: string): string => [`ALGORITHM=${way.algorithm}`, ...(way.lock === undefined ? [] : [`LOCK=${way.lock}`])].join(glue);
  // PARTITION BY stands behind the list of changes, without a comma.
  const comma = /^\s*(?:PARTITION\s+BY|REMOVE\s+PARTITIONING)\b/i.test(rest) || rest.trim() === "" ? "" : ",";
  // MariaDB's DROP INDEX takes no way; as an ALTER TABLE it is the same.
  const dropped = verb?.upper === "DROP" ? `DROP ${sql.slice(tokens[1]?.start, tokens[at]?.start)}` : undefined;
  return {
    table: name.name,
    fits: (way) => (asked.algorithm === undefined || asked.algorithm === way.algorithm) && (asked.lock === undefined || way.lock === undefined || asked.lock === way.lock),
    write: (table, way) => (dropped !== undefined ? `ALTER TABLE ${table} ${clauses(way, ", ")}, ${dropped}` : altering ? `${before}${table} ${clauses(way, ", ")}${comma} ${rest}` : `${before}${table}${rest} ${clauses(way, " ")}`),
  };
}

function isIndexStatement(tokens: readonly Token[]): boolean {
  const first = tokens[0]?.upper;
  return (first === "CREATE" || first === "DROP") && tokens.slice(1, 4).some((token) => token.upper === "INDEX");
}

function tableAt(tokens: readonly Token[], at: number): { readonly name: string; readonly start: number; readonly end: number } | null {
  const first = tokens[at];
  const last = tokens[at + 1]?.text === "." ? tokens[at + 2] : first;
  if (first === undefined || last === undefined || (last.kind !== "word" && last.kind !== "name")) return null;
  return { name: last.kind === "name" ? last.text.slice(1, -1).replaceAll("``", "`") : last.text, start: first.start, end: last.end };
}

interface Asked {
  readonly algorithm: string | undefined;
  readonly lock: string | undefined;
  /** Where it stands in the text, each with one comma. */
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

/** `ALGORITHM = x` and `LOCK = x` as the person wrote them. */
function askedWay(tokens: readonly Token[]): Asked {
  const asked = new Map<string, string>();
  const places: { start: number; end: number }[] = [];
  const gone = new Set<Token>();
  tokens.forEach((token, at) => {
    if (token.kind !== "word" || (token.upper !== "ALGORITHM" && token.upper !== "LOCK")) return;
    const valueAt = tokens[at + 1]?.text === "=" ? at + 2 : at + 1;
    const value = tokens[valueAt];
    if (value === undefined || !/^(?:DEFAULT|INSTANT|INPLACE|NOCOPY|COPY|NONE|SHARED|EXCLUSIVE)$/.test(value.upper)) return;
    if (value.upper !== "DEFAULT") asked.set(token.upper, value.upper);
    const [before, after] = [tokens[at - 1], tokens[valueAt + 1]];
    const takesBefore = before?.text === "," && !gone.has(before);
    const takesAfter = !takesBefore && after?.text === ",";
    if (takesBefore) gone.add(before);
    if (takesAfter) gone.add(after);
    places.push({ start: takesBefore ? before.start : token.start, end: takesAfter ? after.end : value.end });
  });
  return { algorithm: asked.get("ALGORITHM"), lock: asked.get("LOCK"), places };
}
