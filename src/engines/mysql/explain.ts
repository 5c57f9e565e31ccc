import { StatementError, UnsupportedError } from "../../core/errors.ts";
import { keptAfterRollback, type Reading } from "./guard.ts";
import { textsOf } from "./prepare.ts";
import { quoteText } from "./quote.ts";
import { tokensOf } from "./scan/tokens.ts";
import type { SendOptions, Wire } from "./wire/wire.ts";

export interface ExplainOptions {
  readonly analyse?: boolean;
  readonly signal?: AbortSignal;
  readonly reading: Reading;
  /** The transaction that is open now. */
  readonly open: "none" | "readWrite" | "readOnly";
  readonly readOnly: boolean;
  readonly timeoutMs: number;
}

const savepoint = "data_engineer_explain";

/** From here on MySQL writes an executed plan as JSON too, in the second version of its format: with tables, schemas and exact numbers. */
const analysesAsJson = 80_300;

/** The plan as JSON, or (executed, before MySQL 8.3) as its tree of text. With `analyse` the statement runs for real and what it changed is undone. The caller holds the turn. */
export async function explainPlan(wire: Wire, sql: string, options: ExplainOptions): Promise<{ readonly format: "text" | "json"; readonly text: string }> {
  const { flavour, version } = options.reading;
  const asJson = flavour === "mariadb" || options.analyse !== true || version >= analysesAsJson;
  const prefix = options.analyse !== true ? "EXPLAIN FORMAT=JSON " : flavour === "mariadb" ? "ANALYZE FORMAT=JSON " : asJson ? "EXPLAIN ANALYZE FORMAT=JSON " : "EXPLAIN ANALYZE ";
  const limits: SendOptions = { signal: options.signal, timeoutMs: options.timeoutMs, shift: prefix.length };
  const explain = async (): Promise<string> => textOf(await wire.sendNow(prefix + sql, limits));
  if (options.analyse === true) {
    const reads = await checkAnalysable(wire, sql, options);
    const text = await undone(wire, { ...options, readOnly: options.readOnly || reads }, () => (asJson && flavour === "mysql" ? inFormat(wire, 2, explain) : explain()));
    if (text.includes(noPlan)) throw notExecuted("this statement");
    return { format: asJson ? "json" : "text", text };
  }
  const text = await explain();
  return { format: "json", text: text.includes(noPlan) ? await inFormat(wire, 1, explain) : text };
}

/** What MySQL shows in the second version of its JSON for changes of one table, whose plan only the first version knows. */
const noPlan = "not executable by iterator executor";

/** In one version of MySQL's JSON; the session's own comes back. */
async function inFormat<Value>(wire: Wire, version: 1 | 2, explain: () => Promise<Value>): Promise<Value> {
  const [own = ""] = textsOf((await wire.sendNow("SELECT CAST(@@SESSION.explain_json_format_version AS CHAR)")).rows[0]);
  if (own === String(version)) return await explain();
  await wire.sendNow(`SET SESSION explain_json_format_version = ${version}`);
  try {
    return await explain();
  } finally {
    if (!wire.isLost) await wire.sendNow(`SET SESSION explain_json_format_version = ${own}`);
  }
}

function textOf({ rows }: { readonly rows: readonly Parameters<typeof textsOf>[0][] }): string {
  return rows.map((row) => textsOf(row)[0] ?? "").join("\n");
}

const plannable = new Set(["SELECT", "WITH", "TABLE", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE", "("]);

const writing = new Set(["INSERT", "REPLACE", "UPDATE", "DELETE", "SHARE", "LOCK"]);

/** Only what a rollback takes back is executed. True for what only reads and locks nothing: it runs where no function behind it can write either. */
async function checkAnalysable(wire: Wire, sql: string, { reading, signal }: ExplainOptions): Promise<boolean> {
  const tokens = tokensOf(sql, reading.flavour, reading.mode, reading.version);
  const verb = tokens[0]?.upper ?? "";
  if (!plannable.has(verb)) throw new UnsupportedError("engine", `${verb} cannot be executed for its plan.`, { next: "Ask for the plan of a SELECT, INSERT, UPDATE or DELETE." });
  if (reading.flavour === "mysql" && (verb === "INSERT" || verb === "REPLACE")) throw notExecuted(verb);
  const kept = keptAfterRollback(sql, reading);
  if (kept !== undefined) throw new StatementError("other", "25000", kept.message, { offset: kept.start, next: "Ask for the plan without executing it: a rollback would not take that back." });
  if (verb !== "INSERT" && verb !== "REPLACE" && !tokens.some((token, at) => writing.has(token.upper) && tokens[at + 1]?.text !== "(")) return true;
  const names = [...new Set(tokens.filter((token) => token.kind === "word" || token.kind === "name").map((token) => (token.kind === "name" ? token.text.slice(1, -1) : token.text)))];
  const list = names.map(quoteText).join(", ");
  const { rows } = await wire.sendNow(
    `SELECT CONCAT(t.TABLE_NAME, ' (', t.ENGINE, ')') FROM information_schema.TABLES t JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
     WHERE e.TRANSACTIONS = 'NO' AND t.TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
       AND (t.TABLE_NAME IN (${list}) OR EXISTS (SELECT 1 FROM information_schema.TRIGGERS g WHERE g.EVENT_OBJECT_SCHEMA = t.TABLE_SCHEMA AND g.EVENT_OBJECT_TABLE IN (${list})))
     ORDER BY 1 LIMIT 1`,
    { signal },
  );
  const [found] = textsOf(rows[0]);
  if (found !== undefined) {
    throw new StatementError("other", "1196", `${found} knows no transactions: what the statement changes there could not be taken back.`, { next: "Ask for the plan without executing it." });
  }
  return false;
}

function notExecuted(what: string): UnsupportedError {
  return new UnsupportedError("engine", `MySQL does not execute ${what} for its plan.`, { next: "Ask for the plan without executing it, or for the executed plan of a SELECT with the same WHERE." });
}

async function undone<Value>(wire: Wire, options: ExplainOptions, work: () => Promise<Value>): Promise<Value> {
  const inside = options.open !== "none";
  await wire.sendNow(inside ? `SAVEPOINT ${savepoint}` : options.readOnly ? "START TRANSACTION READ ONLY" : "START TRANSACTION", { signal: options.signal });
  try {
    return await work();
  } finally {
    if (!wire.isLost) for (const text of inside ? [`ROLLBACK TO SAVEPOINT ${savepoint}`, `RELEASE SAVEPOINT ${savepoint}`] : ["ROLLBACK"]) await wire.sendNow(text);
  }
}
