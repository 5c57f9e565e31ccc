import type { IndexAbilities } from "../../core/indexes/abilities.ts";
import type { Session } from "../engine.ts";
import type { IndexAdapter } from "../indexes.ts";
import { openBench } from "./indexes/bench.ts";
import type { Ask } from "./indexes/read/behind.ts";
import { columnPart } from "./indexes/read/columnPart.ts";
import { readStatements } from "./indexes/read.ts";
import { indexStatements } from "./indexes/statements.ts";
import { readStatistics } from "./indexes/statistics.ts";
import type { SqliteLink } from "./link.ts";
import { plainName } from "./quote.ts";

const abilities: IndexAbilities = { ordered: "btree", carries: false, coversByKeys: true, partial: true, expressions: true, descending: true, nullsOrder: false, mostKeys: 5, column: columnPart };

/** Advice about indexes for SQLite: statements read by its own grammar, proven on a copy. */
export function indexes(session: Session & SqliteLink): IndexAdapter {
  const ask: Ask = async (sql) => (await session.run(sql)).rows;
  return {
    abilities,
    read: (statements, room) => readStatements(ask, session.facts.settings["foreign_keys"] === "1", statements, room),
    statistics: (tables, { catalog }) => readStatistics(ask, tables, catalog),
    statements: indexStatements,
    dropStatement: ({ name }) => `DROP INDEX ${plainName(name)}`,
    bench: (request, work) => openBench(session, request, work),
  };
}
