import { withoutValues } from "../../core/script/withoutValues.ts";
import type { Session } from "../engine.ts";
import { scriptWork } from "../scriptWork.ts";
import type { WorkloadAdapter } from "../workload.ts";
import { fileFacts } from "./workload/file.ts";
import { readSpace } from "./workload/space.ts";
import { unusedIndexes, usedBy } from "./workload/used.ts";

/** SQLite counts nothing: the statements are the project's, each run where it is undone; tables, indexes and the file are measured. */
export function workload(session: Session): WorkloadAdapter {
  return {
    needsScript: true,
    read: async ({ catalog, top, script, signal }) => {
      const work = script === undefined ? { statements: [], totals: {}, plans: [], unseen: [] } : await scriptWork(session, script, { catalog, top, signal, shown: (sql) => withoutValues(sql, "name") });
      const space = await readSpace(session, catalog, signal);
      const used = usedBy(work.plans, space.tables);
      return {
        statements: work.statements,
        totals: work.totals,
        tables: space.tables.map((table) => ({ ...table, ...used.tables.get(table.table) })),
        indexes: space.indexes,
        running: [],
        waits: [],
        facts: [...(await fileFacts(session, signal)), ...space.facts, ...(script === undefined ? [] : unusedIndexes(catalog, used.indexes, space.indexes))],
        unseen: [...work.unseen, ...space.unseen],
      };
    },
  };
}
