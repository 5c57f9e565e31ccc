import type { ChangeStep } from "../../engine.ts";
import { inOrder } from "../render/order.ts";
import type { Part } from "../render/part.ts";
import type { Scope } from "./scope.ts";
import { step } from "./step.ts";

/** What columns may still use until they have their new types. */
function isLate(part: Part): boolean {
  return part.family === "schema" || part.family === "extension" || part.family === "type" || part.key.startsWith("collation ");
}

/** The statements that drop what goes: first what depends on others, never with CASCADE. `late` ones follow once columns have their new types. */
export function dropSteps(scope: Scope): { readonly early: ChangeStep[]; readonly late: ReadonlySet<string> } {
  const late = lateDrops(scope);
  const order = inOrder(scope.was, scope.dropped).reverse();
  const links = order.filter((part) => part.family === "link");
  const early = [...links, ...order.filter((part) => part.family !== "link" && !late.has(part.key))].filter((part) => !goesSilently(scope, part, late));
  return {
    early: early.flatMap((part) => part.drop.map((sql) => step("structure", sql, [part], part.holdsData === true))),
    late,
  };
}

function lateDrops(scope: Scope): Set<string> {
  const late = new Set<string>();
  const waiting: string[] = [];
  for (const key of scope.dropped) {
    const part = scope.was.parts.get(key);
    if (part !== undefined && isLate(part) && !scope.created.has(key)) waiting.push(key);
  }
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (late.has(key)) continue;
    late.add(key);
    for (const need of scope.was.needs.get(key) ?? []) if (scope.dropped.has(need) && !scope.created.has(need)) waiting.push(need);
  }
  return late;
}

/** True where another drop takes the part along, and nothing that it leans on is dropped before that one. */
function goesSilently(scope: Scope, part: Part, late: ReadonlySet<string>): boolean {
  const { dropped, was } = scope;
  if (part.drop.length === 0) return true;
  if (part.inherited !== undefined && part.family !== "default" && !isCut(scope, part.inherited.link) && dropped.has(part.inherited.from)) return true;
  const root = rootOf(scope, part);
  if (root === part) return false;
  if (root.family === "table" && (part.family === "link" || part.holdsData === true)) return true;
  for (const need of was.needs.get(part.key) ?? []) {
    const other = was.parts.get(need);
    if (need === part.inherited?.from) continue;
    if (other !== undefined && dropped.has(need) && !late.has(need) && rootOf(scope, other) !== root) return false;
  }
  return true;
}

/** True where two tables are parted by a statement; a link goes silently with a partition that is dropped itself. */
function isCut({ dropped, was }: Scope, link: string): boolean {
  return dropped.has(link) && !(was.parts.get(link)?.within ?? []).some((key) => dropped.has(key));
}

/** The outermost part whose drop takes this one along; itself where there is none. */
function rootOf(scope: Scope, part: Part): Part {
  const { dropped, remade, was } = scope;
  const owners = [...(part.within ?? []), ...(part.goesWith !== undefined && dropped.has(`${part.key}#owned`) ? [part.goesWith] : [])];
  for (const owner of owners) {
    const outer = dropped.has(owner) || remade.has(owner) ? was.parts.get(owner) : undefined;
    if (outer !== undefined) return rootOf(scope, outer);
  }
  return part;
}
