import type { Finding } from "../../report/report.ts";
import type { WorkRule } from "../workRule.ts";

const id = "workload/server";

export const serverFacts: WorkRule = {
  id,
  title: "Something about the server as a whole",
  why: "Connections near their limit, a cache that is too small, slots that hold back the log: told with the number and what to do.",
  find: ({ workload }) => workload.facts.filter(({ concern }) => concern !== undefined).map(({ name, value, concern, next }): Finding => ({ rule: id, key: `${id} ${name}`, severity: "warning", object: name, message: `${name}: ${value}. ${concern}${next === undefined ? "" : ` ${next}`}` })),
};
