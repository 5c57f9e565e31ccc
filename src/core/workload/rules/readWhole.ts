import { counted } from "../../counted.ts";
import type { Finding } from "../../report/report.ts";
import type { WorkRule } from "../workRule.ts";
import { countedOver, tableOf } from "../workRule.ts";

const id = "workload/read-whole";

/** A table of fewer rows is read faster whole than by an index. */
const smallTable = 5000;
const manyRows = 1_000_000;

export const readWhole: WorkRule = {
  id,
  title: "Table that is read whole again and again",
  why: "Rows that no query asked for are read and thrown away each time. A table that is read whole for reports alone, or once at a start, is in order: then its index scans are many and its whole reads few.",
  find: (room) => room.workload.tables.filter(({ rows, fullScans, fullScanRows }) => (rows ?? 0) >= smallTable && (fullScans ?? (fullScanRows ?? 0) / (rows ?? 1)) >= 10 && (fullScanRows ?? 0) >= manyRows).flatMap((work): Finding[] => {
    // A server that counts rows and not scans: rows of whole reads against rows that an index found.
    const whole = work.fullScans ?? work.fullScanRows ?? 0;
    const share = whole / Math.max(1, whole + (work.indexScans ?? 0));
    if (share < 0.05) return [];
    const times = work.fullScans === undefined ? `${counted(work.fullScanRows ?? 0, "row")} without an index` : `whole ${counted(work.fullScans, "time")} (${counted(work.fullScanRows ?? 0, "row")} in all)`;
    return [{
      rule: id, key: `${id} ${tableOf(work)}`, severity: share >= 0.5 ? "warning" : "info", object: tableOf(work),
      message: `${tableOf(work)} was read ${times}${countedOver(room) === "" ? "" : ` ${countedOver(room)}`}, and ${work.fullScans === undefined ? `${counted(work.indexScans ?? 0, "row")} by one` : `by an index ${counted(work.indexScans ?? 0, "time")}`}. design-indexes --hotpaths tries which index would end that.`,
    }];
  }),
};
