import { isDataEngineerError } from "../../../core/errors.ts";
import type { QueryUse } from "../../../core/indexes/queryUse.ts";
import type { ReadStatement } from "../../indexes.ts";
import type { MongodbLink } from "../link.ts";
import { readCommand } from "./read/command.ts";

const nothing: QueryUse = { tables: [], writes: [], behind: [], unread: [] };

/** Reads what commands ask of their collections. Total: what cannot be read is told. */
export function readStatements(link: MongodbLink, statements: readonly string[]): readonly ReadStatement[] {
  return statements.map((text): ReadStatement => {
    try {
      const use = readCommand(link.read(text));
      if (use === undefined) return { use: { ...nothing, unread: ["It is no query and no change of documents."] } };
      return use.tables.length === 0 ? { use } : { use, sql: text };
    } catch (error) {
      if (!isDataEngineerError(error)) throw error;
      return { use: { ...nothing, unread: [error.message] } };
    }
  });
}
