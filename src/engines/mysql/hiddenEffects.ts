import { StatementError } from "../../core/errors.ts";
import { beyondInBody, type Reading } from "./guard.ts";
import { nameOf } from "./ownName.ts";
import { quoteText } from "./quote.ts";
import { modeOf } from "./scan/sqlMode.ts";
import { tokensOf } from "./scan/tokens.ts";

/** What the search for hidden effects asks of a session. */
export interface HiddenEffectsAccess {
  readonly reading: Reading;
  readonly database: string;
  /** Tables and views that a statement reads. */
  tablesOf(sql: string): readonly { readonly schema?: string; readonly name: string }[];
  /** Rows of texts, on the session's own connection. */
  ask(sql: string): Promise<readonly (readonly (string | null)[])[]>;
}

interface Body {
  readonly text: string;
  readonly reading: Reading;
}

/**
 * Refuses a statement on a read-only connection that calls a routine, be it through views and other routines, whose body does what a read-only transaction lets
 * through: SET GLOBAL, INTO OUTFILE, locks that outlive it. A routine whose body the account may not read is refused too. Views without their text are let through.
 */
export async function refuseHiddenEffects(sql: string, access: HiddenEffectsAccess): Promise<void> {
  const seen = new Set<string>();
  const fresh = (key: string): boolean => !seen.has(key) && seen.add(key) !== undefined;
  for (let bodies: readonly Body[] = [{ text: sql, reading: access.reading }]; bodies.length > 0; ) {
    const routines = bodies.flatMap(called).filter((name) => fresh(`routine ${name.toUpperCase()}`));
    const views = bodies.flatMap(({ text }) => access.tablesOf(text)).filter(({ schema, name }) => !ofServer.has((schema ?? "").toLowerCase()) && fresh(`view ${schema ?? ""}.${name}`));
    const found = routines.length === 0 ? [] : await access.ask(routinesQuery(routines));
    for (const [name = null, text = null] of found) if (text === null) throw refused(`What ${name ?? ""} does cannot be read with this account's rights`);
    const next = [
      ...found.map(([name, text, mode]) => ({ name, text: text ?? "", reading: { ...access.reading, mode: modeOf(mode ?? "") } })),
      ...(views.length === 0 ? [] : await access.ask(viewsQuery(views, access.database))).map(([name, text]) => ({ name, text: text ?? "", reading: access.reading })),
    ];
    for (const { name, text, reading } of next) {
      const effect = beyondInBody(text, reading);
      if (effect !== undefined) throw refused(`${name ?? ""} is behind this statement: ${effect}`);
    }
    bodies = next;
  }
}

const ofServer: ReadonlySet<string> = new Set(["information_schema", "performance_schema", "mysql", "sys"]);

/** Names before a parenthesis. */
function called({ text, reading }: Body): string[] {
  const tokens = tokensOf(text, reading.flavour, reading.mode, reading.version);
  return tokens.flatMap((token, at) => ((token.kind === "word" || token.kind === "name") && tokens[at + 1]?.upper === "(" ? [nameOf(token)] : []));
}

function routinesQuery(names: readonly string[]): string {
  return `SELECT ROUTINE_NAME, ROUTINE_DEFINITION, SQL_MODE FROM information_schema.ROUTINES WHERE ROUTINE_NAME IN (${names.map(quoteText).join(", ")}) AND ROUTINE_SCHEMA NOT IN (${[...ofServer].map(quoteText).join(", ")})`;
}

/** One lookup by full name each: MariaDB opens every table for anything else. */
function viewsQuery(views: readonly { readonly schema?: string; readonly name: string }[], database: string): string {
  return views.map(({ schema, name }) => `SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ${quoteText(schema === undefined || schema === "" ? database : schema)} AND TABLE_NAME = ${quoteText(name)}`).join(" UNION ALL ");
}

function refused(message: string): StatementError {
  return new StatementError("readOnly", "25006", `${message}.`, { next: "Leave explore mode to run it." });
}
