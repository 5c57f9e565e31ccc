import type { Attempt } from "../../../core/access/attempt.ts";
import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { userViews } from "../access/userView.ts";
import type { Flavour } from "../flavourName.ts";
import { viewObject } from "./rows/attackers.ts";

/** Whoever attacks in a finding on rows must still read its own rows through the view that is meant for it. */
export function legitimateUse({ attacks = [], object }: AuditFinding, catalog: Catalog, flavour: Flavour): Attempt[] {
  const [first] = attacks;
  const meant = userViews(catalog, flavour).find(({ view, base }) => view.name === object || base.name === object);
  if (first === undefined || meant === undefined) return [];
  const written = attacks.some(({ operation }) => operation === "insert") ? (["select", "insert"] as const) : (["select"] as const);
  return written.map((operation) => ({ identity: first.identity, operation, object: viewObject(meant.view), row: "own" }));
}
