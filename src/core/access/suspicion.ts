import type { Attempted } from "./attempt.ts";
import { objectName } from "./cell.ts";
import type { Severity } from "../report/report.ts";

/** A cell that is wrong by itself, whatever was intended. */
export interface Suspicion {
  readonly tried: Attempted;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
}

/** Rows of somebody that others reach, tables that anybody may empty. Only what a person would have to explain. */
export function suspicions(all: readonly Attempted[]): Suspicion[] {
  const shared = new Set(all.filter(({ row }) => row === "otherTenant").map(({ object }) => objectName(object)));
  return all.flatMap((tried) => {
    // Within a tenant, rows are shared where a policy says so.
    const within = tried.row === "foreign" && tried.identity.owns.length > 0 && tried.outcome.mechanism === "policy" && shared.has(objectName(tried.object));
    const found = tried.outcome.verdict === "allowed" && !within ? suspect(tried) : undefined;
    return found === undefined ? [] : [{ tried, ...found }];
  });
}

function suspect(tried: Attempted): Omit<Suspicion, "tried"> | undefined {
  const { identity, operation, row, object, outcome } = tried;
  if (outcome.mechanism === "bypass") return undefined;
  const name = objectName(object);
  const nobody = identity.owns.length === 0;
  if (operation === "truncate") return { rule: "access/truncate", severity: "error", message: `${identity.name} may empty ${name}: TRUNCATE asks no policy.` };
  if (row !== "foreign" && row !== "otherTenant") return undefined;
  if (operation === "changeOwner") return { rule: "access/moves-rows", severity: "error", message: `${identity.name} may move an own row of ${name} into another tenant.${outcome.policies.length === 0 ? "" : ` Policy ${outcome.policies.join(", ")} lets it through.`}` };
  const whose = row === "otherTenant" ? "another tenant's" : "somebody else's";
  const how = outcome.mechanism === "policy" ? ` Policy ${outcome.policies.join(", ") || "unknown"} lets it through.` : outcome.mechanism === "owner" ? " It is read with the rights of the owner, whom no policy holds." : outcome.mechanism === "open" ? " The object has no row security." : "";
  const text = (verb: string): string => `${identity.name} may ${verb} ${whose} row of ${name}.${how}`;
  if (operation === "select") {
    const meant = outcome.mechanism === "policy" && row === "foreign";
    return { rule: "access/reads-others", severity: meant ? "warning" : "error", message: text("read") };
  }
  if (operation === "insert") return { rule: "access/plants-rows", severity: nobody || row === "otherTenant" ? "error" : "warning", message: `${identity.name} may insert a row of ${name} that is ${row === "otherTenant" ? "another tenant's" : "somebody else's"}.${how}` };
  if (operation === "insertReturning") return undefined;
  const verb = operation === "delete" ? "delete" : operation === "takeOver" ? "take over" : "change";
  return { rule: "access/changes-others", severity: nobody || row === "otherTenant" || outcome.mechanism !== "policy" ? "error" : "warning", message: text(verb) };
}
