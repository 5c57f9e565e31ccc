import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { Grant, TableObject } from "../../../../core/catalog/catalog.ts";
import { type UserView, userViews } from "../../access/userView.ts";
import { quoteName } from "../../quote.ts";
import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { accountOf, quoteAccount } from "../world/accountName.ts";
import { lowRights, type Right } from "../world/powers.ts";
import type { World } from "../world/world.ts";
import { asAccount, tableObject } from "./attackers.ts";

const onRows = ["SELECT", "INSERT", "UPDATE", "DELETE", "DROP"];

/** Row isolation by views holds only where the table behind them is closed. No other tool looks for it. */
export const baseTableOpen: MysqlRule = {
  id: "rls/base-table-granted",
  title: "The table behind a view of own rows is open itself",
  why: "A view that shows everybody their own rows protects nothing where the same accounts may use its table. Grant the view, and not the table nor the whole database.",
  scope: "rls",
  find: (world) => {
    const views = userViews(world.catalog, world.flavour);
    return world.catalog.tables.flatMap((table) => told(world, table, views.filter(({ base }) => base.name === table.name)));
  },
};

/** Those to whom a view was granted by its name are meant to see their own rows; without any such, those who may use the whole database. */
function told(world: World, base: TableObject, views: readonly UserView[]): AuditFinding[] {
  const users = views.flatMap((one) => lowRights(world, one.view.grants ?? [], onRows).map((right) => ({ ...one, right })));
  const named = users.filter(({ right }) => right.from === "object");
  const meant = named.length > 0 ? named : users.filter(({ right }) => right.from === "database");
  return lowRights(world, base.grants ?? [], onRows).flatMap((right): AuditFinding[] => {
    const one = meant.find((user) => user.right.account.name === right.account.name);
    if (one === undefined) return [];
    const fix = revocation(right, base.name, one.view.options["security"] !== "INVOKER");
    return [{
      rule: "rls/base-table-granted",
      object: base.name,
      part: right.account.name,
      severity: named.length > 0 ? "error" : "warning",
      message: `The view ${one.view.name} is to show ${right.account.name} its own rows, but the account holds ${listed(onRows.filter((name) => right.privileges.has(name)), 6)} on the table ${base.name} behind it${right.from === "object" ? "" : `, by a grant on the whole ${right.from}`}: it reaches everybody's rows.`,
      attacks: attacksOf(right, base.name),
      ...(fix === undefined ? {} : { fix }),
    }];
  });
}

function attacksOf({ account, privileges }: Right, table: string): NonNullable<AuditFinding["attacks"]> {
  const tried = [["SELECT", "select"], ["UPDATE", "update"], ["DELETE", "delete"]] as const;
  return tried.filter(([privilege]) => privileges.has(privilege)).map(([, operation]) => ({ identity: asAccount(account.name), operation, object: tableObject({ name: table }), row: "foreign" as const }));
}

/** Only grants on the table itself can be taken away from it; a view that runs with its caller's rights needs them. */
function revocation({ from, own }: Right, table: string, asDefiner: boolean): AuditFinding["fix"] {
  if (from !== "object" || !asDefiner) return undefined;
  const lines = own.map((grant) => ({ privileges: grant.privileges.filter((one) => onRows.includes(one)).join(", "), grant }));
  const who = (grant: Grant): string => quoteAccount(accountOf(grant.grantee));
  return {
    title: `Close the table ${table}; its view stays`,
    statements: lines.map(({ privileges, grant }) => `REVOKE ${privileges} ON TABLE ${quoteName(table)} FROM ${who(grant)}`),
    undo: lines.map(({ privileges, grant }) => `GRANT ${privileges} ON TABLE ${quoteName(table)} TO ${who(grant)}${grant.grantable ? " WITH GRANT OPTION" : ""}`),
  };
}
