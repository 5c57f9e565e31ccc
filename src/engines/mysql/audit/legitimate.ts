import type { Attempt } from "../../../core/access/attempt.ts";
import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { userViews } from "../access/userView.ts";
import type { Flavour } from "../flavourName.ts";
import { viewObject } from "./rows/attackers.ts";

/** Whoever attacks in a finding on rows must still read its own rows through each view that shows them to it today. */
export function legitimateUse({ attacks = [], object }: AuditFinding, catalog: Catalog, flavour: Flavour): Attempt[] {
  const [first] = attacks;
  if (first === undefined) return [];
  const meant = userViews(catalog, flavour).filter(({ view, base }) => view.name === object || base.name === object);
  const used = attacks.some(({ operation }) => operation === "insert") ? (["select", "insert"] as const) : (["select"] as const);
  return meant.flatMap(({ view }) => used.map((operation): Attempt => ({ identity: first.identity, operation, object: viewObject(view), row: "own" })));
}
