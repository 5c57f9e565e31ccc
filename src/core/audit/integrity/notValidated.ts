import type { TableObject } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { tableFix } from "../fixCandidate.ts";
import { ownRelations } from "./ownTables.ts";

const [unvalidated, unenforced] = ["schema/constraint-not-validated", "schema/constraint-not-enforced"];

/** Constraints that the server stores and does not check at all. */
export const notEnforced: CatalogRule = {
  id: unenforced,
  title: "Constraint that is not enforced",
  why: "It reads like a rule and is none: rows that break it are taken, now and later.",
  scope: "schema",
  find: ({ catalog }) => ownRelations(catalog).flatMap((table) => table.constraints.filter(({ definition }) => isUnenforced(definition)).map(({ name }) => ({
    rule: unenforced, object: qualified(table), part: name, severity: "warning",
    message: `The constraint ${name} of ${qualified(table)} is NOT ENFORCED: rows that break it are taken. Enforce it once the rows hold it, or drop it.`,
  }))),
};

/** Constraints that hold for new rows and were never checked against old ones. */
export const notValidated: CatalogRule = {
  id: unvalidated,
  title: "Constraint that was never validated",
  why: "Rows from before may break it, so that nobody can rely on it, the planner included. It is meant to be a passing state: NOT VALID first, VALIDATE CONSTRAINT soon after.",
  scope: "schema",
  find: (room) => [
    ...ownRelations(room.catalog).flatMap((table) => table.constraints
      .filter(({ validated, definition, inherited }) => !validated && !isUnenforced(definition) && !(inherited === true && table.partitionOf !== undefined))
      .map(({ name }): AuditFinding => ({
        rule: unvalidated, object: qualified(table), part: name, severity: "warning",
        message: `The constraint ${name} of ${qualified(table)} was never validated: rows from before it may break it.`,
        fix: tableFix(room, `Validate ${name}`, table, () => validatedIn(table, name)),
      }))),
    ...room.catalog.domains.flatMap((domain) => domain.checks.filter(({ validated }) => !validated).map(({ name }): AuditFinding => ({
      rule: unvalidated, object: qualified(domain), part: name, severity: "warning", message: `The check ${name} of the domain ${qualified(domain)} was never validated: values from before it may break it.`,
    }))),
  ],
};

function validatedIn(table: TableObject, name: string): TableObject {
  return { ...table, constraints: table.constraints.map((one) => (one.name === name ? { ...one, validated: true, definition: one.definition.replace(/ NOT VALID$/, "") } : one)) };
}

function isUnenforced(definition: string): boolean {
  return /\bNOT ENFORCED$/i.test(definition);
}
