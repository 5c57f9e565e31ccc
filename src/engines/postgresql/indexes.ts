import type { IndexAbilities } from "../../core/indexes/abilities.ts";
import type { Session } from "../engine.ts";
import type { IndexAdapter } from "../indexes.ts";
import { openBench } from "./indexes/bench.ts";
import type { Ask } from "./indexes/read/behind.ts";
import { readStatements } from "./indexes/read.ts";
import { columnPart } from "./indexes/read/columnPart.ts";
import { indexStatements } from "./indexes/statements.ts";
import { readStatistics } from "./indexes/statistics.ts";
import { quoteObject } from "./quote.ts";

const abilities: IndexAbilities = { ordered: "btree", carries: true, coversByKeys: false, partial: true, expressions: true, descending: true, nullsOrder: true, mostKeys: 5, column: columnPart };

/** Advice about indexes for PostgreSQL: statements read by its own parser, proven by HypoPG or by building. */
export function indexes(session: Session): IndexAdapter {
  const ask: Ask = async (sql, params = []) => (await session.run(sql, { params })).rows;
  return {
    abilities,
    read: (statements, room) => readStatements(ask, statements, room),
    statistics: (tables) => readStatistics(ask, tables),
    statements: indexStatements,
    dropStatement: ({ schema, name }) => `DROP INDEX CONCURRENTLY ${quoteObject({ schema, name })}`,
    bench: (request, work) => openBench(session, ask, request, work),
  };
}
