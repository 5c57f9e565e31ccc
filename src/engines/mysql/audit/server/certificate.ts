import type { MysqlRule } from "../rule.ts";

const day = 86_400_000;
const soon = 30;

/** Source: MySQLTuner, certificate expiry. */
export const certificate: MysqlRule = {
  id: "server/certificate-ends",
  title: "The server's certificate ends soon",
  why: "Clients that check it no longer connect then, and those that do not check are used to it.",
  scope: "full",
  find: ({ certificateEnds, now }) => {
    if (certificateEnds === undefined || certificateEnds > now + soon * day) return [];
    const left = Math.floor((certificateEnds - now) / day);
    return [{ rule: "server/certificate-ends", object: "server", severity: left < 0 ? "error" : "warning", message: left < 0 ? `The server's certificate ended ${-left} days ago.` : `The server's certificate ends in ${left} days.` }];
  },
};
