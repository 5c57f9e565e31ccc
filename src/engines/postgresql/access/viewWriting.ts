import type { Operation } from "../../../core/access/operation.ts";
import type { Session } from "../../engine.ts";
import { keyOf } from "./relations.ts";

/** Through what a view is written, whoever asks: the server itself, a trigger instead of it, or nothing. */
export interface ViewWriting {
  readonly insert: "server" | "trigger" | undefined;
  readonly update: "server" | "trigger" | undefined;
  readonly delete: "server" | "trigger" | undefined;
  /** Those that an UPDATE or INSERT by the server may set. */
  readonly columns: ReadonlySet<string>;
}

/** What all views of the database let be written, by their names as maps know them. */
export async function readWriting(session: Pick<Session, "run">): Promise<Map<string, ViewWriting>> {
  const { rows } = await session.run(`SELECT n.nspname, c.relname, pg_catalog.pg_relation_is_updatable(c.oid, false), 
      (SELECT pg_catalog.bit_or(t.tgtype) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & 64 <> 0),
      (SELECT pg_catalog.string_agg(a.attname, pg_catalog.chr(10)) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND pg_catalog.pg_column_is_updatable(c.oid, a.attnum, false))
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`);
  return new Map(rows.map(([schema, name, commands, events, columns]) => [keyOf({ schema: String(schema), name: String(name) }), writingOf(Number(commands), Number(events ?? 0), String(columns ?? "").split("\n"))]));
}

/** Sums of powers of two, which stand for commands in the one number and for events of triggers in the other. */
const bits = { insert: { command: 8, event: 4 }, update: { command: 4, event: 16 }, delete: { command: 16, event: 8 } } as const;

/** A trigger that writes instead comes before the server's own way. */
function writingOf(commands: number, events: number, columns: readonly string[]): ViewWriting {
  const by = ({ command, event }: { readonly command: number; readonly event: number }): "server" | "trigger" | undefined => ((events & event) !== 0 ? "trigger" : (commands & command) !== 0 ? "server" : undefined);
  return { insert: by(bits.insert), update: by(bits.update), delete: by(bits.delete), columns: new Set(columns) };
}

/** Which way an operation takes. */
export function wayOf(writing: ViewWriting | undefined, operation: Operation): "server" | "trigger" | undefined {
  switch (operation) {
    case "insert":
    case "insertReturning":
      return writing?.insert;
    case "delete":
      return writing?.delete;
    case "update":
    case "changeOwner":
    case "takeOver":
      return writing?.update;
    default:
      return undefined;
  }
}
