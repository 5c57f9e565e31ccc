import type { IndexAbilities } from "../../core/indexes/abilities.ts";
import type { ServerFacts, Session } from "../engine.ts";
import type { IndexAdapter } from "../indexes.ts";
import { openBench } from "./indexes/bench.ts";
import { columnPart } from "./indexes/read/columnPart.ts";
import { readStatements } from "./indexes/read.ts";
import { dropIndex, indexStatements } from "./indexes/statements.ts";
import { readStatistics } from "./indexes/statistics.ts";

/** Descending keys are kept as such from MySQL 8.0 and MariaDB 10.8 on, keys on expressions from MySQL 8.0.13. */
function abilitiesOf({ dialect, versionNumber }: ServerFacts): IndexAbilities {
  const mariadb = dialect === "mariadb";
  return { ordered: "btree", carries: false, coversByKeys: true, partial: false, expressions: !mariadb && versionNumber >= 80_013, descending: versionNumber >= (mariadb ? 100_800 : 80_000), nullsOrder: false, mostKeys: 5, column: (name) => columnPart(name) };
}

/** Advice about indexes for MySQL and MariaDB, proven on a scratch database by the rows that the storage engine is asked for. */
export function indexes(session: Session): IndexAdapter {
  const ask = async (sql: string): Promise<readonly (readonly unknown[])[]> => (await session.run(sql)).rows;
  return {
    abilities: abilitiesOf(session.facts),
    read: (statements, room) => readStatements(ask, statements, room),
    statistics: (tables, { catalog }) => readStatistics(session, tables, catalog),
    statements: indexStatements,
    dropStatement: ({ table, name }) => dropIndex(table, name),
    bench: (request, work) => openBench(session, request, work),
  };
}
