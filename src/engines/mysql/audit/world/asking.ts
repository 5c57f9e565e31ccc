import { StatementError } from "../../../../core/errors.ts";
import type { Cell, Session } from "../../../engine.ts";

/** A row's values as texts; NULL is "". */
export type Texts = readonly string[];

/** What is asked, and what could not be seen. */
export interface Asking {
  /** The rows; undefined, and told, where the account may not read them or the server has no such table. */
  read(what: string, sql: string, next: string): Promise<Texts[] | undefined>;
  readonly unseen: string[];
}

/** Asks on the audit's session, whose transaction only reads. */
export function asking(session: Session, signal: AbortSignal): Asking {
  const unseen: string[] = [];
  return {
    unseen,
    read: async (what, sql, next) => {
      try {
        return (await session.run(sql, { signal })).rows.map((row) => row.map(textOf));
      } catch (error) {
        if (!(error instanceof StatementError) || !told.has(error.reason)) throw error;
        unseen.push(`${what}: ${error.message}; ${next}`);
        return undefined;
      }
    },
  };
}

const told: ReadonlySet<string> = new Set(["permission", "undefinedObject", "statementTimeout"]);

function textOf(cell: Cell): string {
  return cell === null ? "" : typeof cell === "string" ? cell : typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}
