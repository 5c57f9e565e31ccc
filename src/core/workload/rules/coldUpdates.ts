import { counted } from "../../counted.ts";
import type { Finding } from "../../report/report.ts";
import { percentText } from "../amounts.ts";
import type { WorkRule } from "../workRule.ts";
import { tableOf } from "../workRule.ts";

const id = "workload/updates-write-indexes";

export const coldUpdates: WorkRule = {
  id,
  title: "Updates that write every index",
  why: "PostgreSQL leaves the indexes alone when no indexed column changes and the page has room (a HOT update). An index on a column that every update changes, or pages without room, lose that. https://www.postgresql.org/docs/current/storage-hot.html",
  find: ({ workload, schema }) => workload.tables.flatMap((work): Finding[] => {
    const { updates = 0, hotUpdates } = work;
    if (hotUpdates === undefined || updates < 100_000 || hotUpdates / updates >= 0.5) return [];
    const indexes = schema.catalog.tables.find((table) => table.schema === work.schema && table.name === work.table)?.indexes.length ?? 0;
    if (indexes < 2) return [];
    return [{ rule: id, key: `${id} ${tableOf(work)}`, severity: "info", object: tableOf(work), message: `Of ${counted(updates, "update")} of ${tableOf(work)} only ${percentText(hotUpdates / updates)} left its ${indexes} indexes alone. Look whether an index holds a column that every update changes (updated_at), or leave room in the pages (fillfactor).` }];
  }),
};
