import type { TableObject } from "../../catalog/catalog.ts";
import type { Finding } from "../../report/report.ts";
import { bytesText } from "../amounts.ts";
import type { WorkRoom, WorkRule } from "../workRule.ts";
import { countedDays, countedOver, tableOf } from "../workRule.ts";

const id = "workload/unused-index";

/** Below it an index is as good as free. */
const worthTelling = 1 << 20;

/** A month's end, a year's report: what ran less often than this may still come. */
const ripeDays = 14;

export const unusedIndex: WorkRule = {
  id,
  title: "Index that nothing used",
  why: "Every insert, most updates and every vacuum pay for it. Counters tell of this server alone: a replica may use it, and a report of the year's end was not counted yet. Indexes that hold something unique, belong to a constraint or serve a foreign key are needed whether they are read or not.",
  find: (room) => {
    const days = countedDays(room);
    return room.workload.indexes.filter(({ scans, bytes }) => scans === 0 && (bytes ?? worthTelling) >= worthTelling).flatMap((work): Finding[] => {
      const table = room.schema.catalog.tables.find((one) => one.schema === work.schema && one.name === work.table);
      const index = table?.indexes.find((one) => one.name === work.index);
      if (table === undefined || index === undefined || index.unique || index.constraint !== undefined || index.partOf !== undefined || servesForeignKey(table, index.columns)) return [];
      const ripe = days !== undefined && days >= ripeDays;
      const { statements } = room.schema.change(table, { ...table, indexes: table.indexes.filter((one) => one !== index) });
      const wait = ripe ? "" : days === undefined ? " The server does not say since when it counts: look again after two weeks." : ` The counters are too young to believe it (two weeks and the month's end should be in them).`;
      return [{
        rule: id, key: `${id} ${tableOf(work)} ${work.index}`, severity: ripe ? "warning" : "info", object: tableOf(work),
        message: `The index ${work.index}${work.bytes === undefined ? "" : ` (${bytesText(work.bytes)})`} was not used once${countedOver(room) === "" ? "" : ` ${countedOver(room)}`}.${writes(room, work)}${wait} A replica counts for itself.`,
        ...(ripe ? { fix: { title: `Drop ${work.index}`, sql: statements.join(";\n"), proven: false } } : {}),
      }];
    });
  },
};

function servesForeignKey({ constraints }: TableObject, columns: readonly string[]): boolean {
  return constraints.some((key) => key.form === "foreignKey" && key.columns.length <= columns.length && key.columns.every((column) => columns.slice(0, key.columns.length).includes(column)));
}

function writes({ workload }: WorkRoom, { schema, table }: { readonly schema: string; readonly table: string }): string {
  const work = workload.tables.find((one) => one.schema === schema && one.table === table);
  const count = (work?.inserts ?? 0) + (work?.updates ?? 0) + (work?.deletes ?? 0);
  return count === 0 ? "" : ` It was written by up to ${String(count).replace(/\B(?=(?:\d{3})+$)/g, ",")} changes.`;
}
