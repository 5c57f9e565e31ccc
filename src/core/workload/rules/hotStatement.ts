import { counted } from "../../counted.ts";
import { durationText } from "../../report/render/cell.ts";
import type { Finding } from "../../report/report.ts";
import { percentText } from "../amounts.ts";
import type { WorkRule } from "../workRule.ts";

const id = "workload/hot-statement";

/** The three that take a tenth of all time or more. */
const worthTelling = 0.1;
const most = 3;

export const hotStatement: WorkRule = {
  id,
  title: "Statement that takes a great part of all time",
  why: "What it saves, the whole server saves. Not everything that takes time can be made faster: a statement that reads few rows for each that it returns may be called too often.",
  find: ({ workload }) => workload.statements.filter(({ share }) => share >= worthTelling).slice(0, most).map((one): Finding => {
    const ratio = one.examined !== undefined && one.rows !== undefined && one.examined > one.rows * 100 ? ` It reads ${counted(Math.round(one.examined / Math.max(1, one.rows)), "row")} for each that it gives.` : "";
    const noted = one.notes.length === 0 ? "" : ` Noted by the server: ${one.notes.join(", ")}.`;
    return {
      rule: id, key: `${id} ${one.id}`, severity: ratio !== "" || one.meanMs >= 100 ? "warning" : "info",
      message: `${percentText(one.share)} of all time: ${counted(one.calls, "call")} of ${durationText(one.meanMs)} on average.${ratio}${noted}`,
      evidence: [{ kind: "sql", title: "Statement", sql: one.text }],
    };
  }),
};
