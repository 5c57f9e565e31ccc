import type { Catalog, Grant } from "../../../core/catalog/catalog.ts";
import { grantables, renderGrant, renderRevoke } from "../render/grant.ts";
import { same } from "./compare.ts";
import type { Draft } from "./draft.ts";

export interface GrantChange {
  /** Before anything is dropped: the server keeps the grants of what is gone. */
  readonly before: readonly Draft[];
  readonly after: readonly Draft[];
}

/** Grants that differ; those of objects that are made anew are given again. */
export function grantChange(from: Catalog, to: Catalog, made: ReadonlySet<string>): GrantChange {
  const [old, now] = [grantables(from), grantables(to)];
  const was = new Map(old.map((item) => [item.target, item]));
  const is = new Map(now.map((item) => [item.target, item]));
  const has = (grants: readonly Grant[] | undefined, grant: Grant): boolean => (grants ?? []).some((other) => same(other, grant));
  const before = old.flatMap((item) => item.grants.filter((grant) => !has(is.get(item.target)?.grants, grant)).map((grant): Draft => ({ phase: "structure", sql: renderRevoke(item.target, grant), objects: is.has(item.target) ? [item.object] : [] })));
  const revoked = new Set(before.map((draft) => draft.sql.slice(draft.sql.indexOf(" ON "), draft.sql.indexOf(" FROM "))));
  const after = now.flatMap((item) => item.grants.filter((grant) => made.has(item.object) || revoked.has(` ON ${item.target}`) || !has(was.get(item.target)?.grants, grant)).map((grant): Draft => ({ phase: "constraints", sql: renderGrant(item.target, grant), objects: [item.object] })));
  return { before, after };
}
