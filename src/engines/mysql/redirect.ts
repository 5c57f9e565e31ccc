import { StatementError, type StatementReason } from "../../core/errors.ts";
import type { Flavour } from "./flavourName.ts";
import { nameOf, ownReferences } from "./ownName.ts";
import { quoteName } from "./quote.ts";
import type { SqlMode } from "./scan/sqlMode.ts";
import { tokensOf } from "./scan/tokens.ts";
import type { Token } from "./scan/tokens.ts";

/** Statements that name one database are run in another: those of a migration on its scratch database. */
export interface Redirect {
  readonly from: string;
  readonly to: string;
  /** Routines and views in lower case that are not run in the other: using one would reach a third. */
  readonly halted: ReadonlySet<string>;
  /** Grants on single objects of the other are its own: they are taken back when it is dropped. */
  readonly ownGrants?: true;
}

export interface Redirected {
  readonly text: string;
  /** Where a place of the new text is in the old one. */
  readonly back: (offset: number) => number;
  /** The server's words with the name that the person knows. */
  readonly told: (message: string) => string;
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The statement with every reference to the one database turned to the other; found by its tokens, so that texts and comments stay as they are. */
export function redirected(sql: string, { from, to }: Pick<Redirect, "from" | "to">, flavour: Flavour, mode: SqlMode, version?: number): Redirected {
  const told = (message: string): string => message.replaceAll(to, from);
  if (!sql.includes(from)) return { text: sql, back: (offset) => offset, told };
  const tokens = tokensOf(sql, flavour, mode, version);
  const places = [
    ...ownReferences(tokens, from).map(({ start, end }): Replacement => ({ start, end, text: `${quoteName(to)}.` })),
    ...namedAlone(tokens, from).map(({ start, end }): Replacement => ({ start, end, text: quoteName(to) })),
  ].sort((a, b) => a.start - b.start);
  let text = "";
  let at = 0;
  for (const place of places) {
    text += sql.slice(at, place.start) + place.text;
    at = place.end;
  }
  return { text: text + sql.slice(at), back: (offset) => placeBefore(places, offset), told };
}

/** Does `work` with the new text; its error is told in the old one's names and places. */
export async function withPlaces<Value>({ back, told }: Redirected, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const { reason, code, message, next, details, cause } = error;
    const offset = error.offset === undefined ? undefined : back(error.offset);
    if (offset === error.offset && told(message) === message) throw error;
    throw new StatementError(reason as StatementReason, code, told(message), { details, ...(offset === undefined ? {} : { offset }), ...(next === undefined ? {} : { next }), ...(cause === undefined ? {} : { cause }) });
  }
}

function placeBefore(places: readonly Replacement[], offset: number): number {
  let shift = 0;
  for (const { start, end, text } of places) {
    const now = start + shift;
    if (offset < now) break;
    if (offset < now + text.length) return start;
    shift += text.length - (end - start);
  }
  return offset - shift;
}

/** `USE shop`, `ALTER DATABASE shop`, `SHOW TABLES FROM shop`. */
function namedAlone(tokens: readonly Token[], database: string): Token[] {
  const [first, second, third] = tokens;
  const isIt = (token: Token | undefined): token is Token => token !== undefined && (token.kind === "word" || token.kind === "name") && nameOf(token) === database;
  if (first?.upper === "USE") return isIt(second) ? [second] : [];
  if (first?.upper === "ALTER" && (second?.upper === "DATABASE" || second?.upper === "SCHEMA")) return isIt(third) ? [third] : [];
  if (first?.upper !== "SHOW") return [];
  const ofTables = tokens.some((token) => /^(TABLES|TRIGGERS|EVENTS|STATUS)$/.test(token.upper));
  const from = tokens.filter((token, at) => isIt(token) && /^(FROM|IN)$/.test(tokens[at - 1]?.upper ?? ""));
  return ofTables ? from.slice(0, 1) : from.filter((token) => tokens.slice(0, tokens.indexOf(token) - 1).some((other) => /^(FROM|IN)$/.test(other.upper)));
}
