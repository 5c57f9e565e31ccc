import type { Flavour } from "../flavourName.ts";
import { tokensOf } from "../scan/tokens.ts";

/** True for a GRANT or REVOKE on one object of the session's own database that changes nothing else of an account: it goes with a scratch database. */
export function grantsOnObject(sql: string, flavour: Flavour): boolean {
  const tokens = tokensOf(sql, flavour);
  const words = tokens.map(({ upper }) => upper);
  if (words[0] !== "GRANT" && words[0] !== "REVOKE") return false;
  const on = words.indexOf("ON");
  if (on === -1 || words.includes("PROXY") || words.some((word) => /^(?:IDENTIFIED|REQUIRE|PASSWORD|AS)$/.test(word))) return false;
  const limits = words.indexOf("WITH");
  if (limits !== -1 && words.slice(limits + 1).join(" ") !== "GRANT OPTION") return false;
  const at = /^(?:TABLE|PROCEDURE|FUNCTION)$/.test(words[on + 1] ?? "") ? on + 2 : on + 1;
  const name = tokens[at];
  return (name?.kind === "name" || name?.kind === "word") && /^(?:TO|FROM)$/.test(words[at + 1] ?? "");
}
