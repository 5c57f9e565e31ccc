import type { IndexAbilities } from "../../core/indexes/abilities.ts";
import type { Session } from "../engine.ts";
import type { IndexAdapter } from "../indexes.ts";
import { openBench } from "./indexes/bench.ts";
import { fieldPart } from "./indexes/read/fieldPart.ts";
import { readStatements } from "./indexes/read.ts";
import { dropIndexes, indexStatements } from "./indexes/statements.ts";
import { readStatistics } from "./indexes/statistics.ts";
import type { MongodbLink } from "./link.ts";

/** An index may hold 32 fields; advice of more than six helps nobody. */
const abilities: IndexAbilities = { ordered: "btree", carries: false, coversByKeys: true, partial: true, expressions: false, descending: true, nullsOrder: false, mostKeys: 6, column: fieldPart };

/** Advice about indexes for MongoDB: equality, sort, range; proven by building on a scratch database. */
export function indexes(session: Session & MongodbLink): IndexAdapter {
  return {
    abilities,
    read: (statements) => Promise.resolve(readStatements(session, statements)),
    statistics: (tables, { signal }) => readStatistics(session, tables, signal),
    statements: (draft, name) => indexStatements(draft, name),
    dropStatement: ({ table, name }) => dropIndexes(table, name),
    bench: (request, work) => openBench(session, request, work),
  };
}
