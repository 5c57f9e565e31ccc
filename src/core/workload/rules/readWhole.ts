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
  why: "Rows that no query asked for are read and thrown away each time. A table that is read whole now and then, for a report or at a start, is in order: then what its indexes found is the most.",
  find: (room) => room.workload.tables.filter(({ rows, fullScans, fullScanRows }) => (rows ?? 0) >= smallTable && (fullScans ?? (fullScanRows ?? 0) / (rows ?? 1)) >= 10 && (fullScanRows ?? 0) >= manyRows).flatMap((work): Finding[] => {
    const whole = work.fullScanRows ?? 0;
    const share = whole / Math.max(1, whole + (work.indexRows ?? 0));
    if (share < 0.05) return [];
    const times = work.fullScans === undefined ? `${counted(whole, "row")} of it were read without an index` : `it was read whole ${counted(work.fullScans, "time")}, ${counted(whole, "row")} in all`;
    return [{
      rule: id, key: `${id} ${tableOf(work)}`, severity: share >= 0.5 ? "warning" : "info", object: tableOf(work),
      message: `${tableOf(work)}: ${times}${countedOver(room) === "" ? "" : ` ${countedOver(room)}`}, against ${counted(work.indexRows ?? 0, "row")} that indexes found. design-indexes --hotpaths tries which index would end that.`,
    }];
  }),
};
