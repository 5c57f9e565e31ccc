import type { Json } from "../../../core/json.ts";
import type { Described } from "./detail.ts";

const how = / (?:USING (?:INTEGER PRIMARY KEY|PRIMARY KEY|ROWID|AUTOMATIC|PARTIAL|COVERING|INDEX)|VIRTUAL TABLE INDEX )/;
const subquery = /^(?:SUBQUERY \d+|\(subquery-\d+\)|\(join-\d+\))/;

/** "SEARCH t USING COVERING INDEX i (a=? AND b>?)" and its like; undefined for another line. A name may hold blanks, so that it ends where the way begins. */
export function accessOf(text: string): Described | undefined {
  const match = /^(SCAN|SEARCH) (?:TABLE )?(.+)$/.exec(text);
  if (match === null) return undefined;
  const operation = match[1] as "SCAN" | "SEARCH";
  const { body, terms } = cutTerms(match[2] ?? "");
  const at = how.exec(body);
  const way = at === null ? "" : body.slice(at.index + 1);
  const { name, facts: joined } = cutJoin(at === null ? body : body.slice(0, at.index));
  const alias = /^(.+) AS (\S+)$/.exec(name);
  const virtual = /^VIRTUAL TABLE INDEX (.*)$/.exec(way)?.[1];
  const index = indexOf(way);
  const facts: Record<string, Json> = {
    ...joined,
    ...(/\bCOVERING\b/.test(way) ? { covering: true } : {}),
    ...(/\bAUTOMATIC\b/.test(way) ? { automatic: true } : {}),
    ...(/\bPARTIAL\b/.test(way) ? { partial: true } : {}),
    ...(/\b(?:INTEGER PRIMARY KEY|ROWID)\b/.test(way) ? { rowid: true } : {}),
    ...(virtual === undefined ? {} : { virtualIndex: virtual }),
    ...(subquery.test(name) ? { subquery: true } : {}),
  };
  return {
    operation,
    kind: operation === "SEARCH" || (virtual !== undefined && !/^0:?$/.test(virtual)) ? "lookup" : "scan",
    relation: alias === null ? { name } : { name: alias[1] ?? name, alias: alias[2] ?? name },
    ...(index === undefined ? {} : { index }),
    conditions: terms === undefined ? [] : [{ kind: "access", text: terms }],
    facts,
  };
}

function indexOf(way: string): string | undefined {
  if (/\bAUTOMATIC\b/.test(way)) return undefined;
  if (/^USING PRIMARY KEY/.test(way)) return "PRIMARY KEY";
  return /^USING (?:PARTIAL )?(?:COVERING )?INDEX (.+)$/.exec(way)?.[1];
}

/** The conditions in brackets at the end; a name with brackets in it stays whole where no condition follows. */
function cutTerms(text: string): { readonly body: string; readonly terms?: string } {
  const match = / \(((?:[^()]|\([^()]*\))*(?:[=<>]|\bANY\()(?:[^()]|\([^()]*\))*)\)(.*)$/.exec(text);
  if (match === null) return { body: text };
  return { body: `${text.slice(0, match.index)}${match[2] ?? ""}`, terms: match[1] ?? "" };
}

function cutJoin(text: string): { readonly name: string; readonly facts: Readonly<Record<string, Json>> } {
  const match = /^(.+?) (LEFT-JOIN|RIGHT-JOIN|FULL-JOIN|EXISTS)$/.exec(text);
  return match === null ? { name: text, facts: {} } : { name: match[1] ?? text, facts: { join: match[2] ?? "" } };
}
