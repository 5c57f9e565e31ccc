import { qualified } from "../catalog/objects.ts";
import { checkOf, type Check, type SmokeRoom } from "./check.ts";

/** What the catalog alone shows: constraints validated, indexes valid, triggers enabled, row security with policies. */
export function catalogChecks({ catalog, connection }: SmokeRoom): Check[] {
  const { states } = connection.migrations;
  const unvalidated = catalog.tables.flatMap((table) =>
    table.constraints.filter((constraint) => !constraint.validated).map((constraint) => ({
      object: `${qualified(table)}.${constraint.name}`,
      message: `Constraint ${constraint.name} of ${qualified(table)} was never checked against the rows that were there.`,
      ...(states.unvalidated === undefined ? {} : { sql: states.unvalidated(table, constraint.name) }),
    })),
  );
  const invalid = [...catalog.tables, ...catalog.views].flatMap((relation) =>
    relation.indexes.filter((index) => !index.valid).map((index) => ({
      object: `${qualified(relation)}.${index.name}`,
      message: `Index ${index.name} of ${qualified(relation)} is invalid: it costs every write and serves no query.`,
      ...(states.invalidIndex === undefined ? {} : { sql: states.invalidIndex(relation, index) }),
    })),
  );
  const disabled = catalog.tables.flatMap((table) =>
    table.triggers.filter((trigger) => trigger.enabled === "disabled").map((trigger) => ({ object: `${qualified(table)}.${trigger.name}`, message: `Trigger ${trigger.name} of ${qualified(table)} is disabled.` })),
  );
  const open = catalog.tables
    .filter((table) => table.rowSecurity.enabled && table.policies.length === 0)
    .map((table) => ({ object: qualified(table), message: `Row security of ${qualified(table)} is on but has no policy: nobody but its owner sees a row.` }));
  const where = (known: unknown, check: Check): Check => (known === undefined ? { ...check, status: "skipped", detail: "This engine has no such state." } : check);
  return [
    where(states.unvalidated, checkOf("constraints validated", "All constraints hold for all rows.", "warning", unvalidated)),
    where(states.invalidIndex, checkOf("indexes valid", "All indexes are valid.", "failed", invalid)),
    where(states.disabledTrigger, checkOf("triggers enabled", "All triggers are enabled.", "warning", disabled)),
    where(states.rowSecurity, checkOf("row security has policies", "No table hides its rows for want of a policy.", "warning", open)),
  ];
}
