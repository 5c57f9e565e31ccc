import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { Grant } from "../../../../core/catalog/catalog.ts";
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
    const bases = new Map(views.map((one) => [one.base.name, one]));
    return [...bases.values()].flatMap((one) => told(world, one));
  },
};

function told(world: World, { view, base }: UserView): AuditFinding[] {
  const using = new Set(lowRights(world, view.grants ?? [], onRows).map(({ account }) => account.name));
  const direct = lowRights(world, base.grants ?? [], onRows).filter(({ account }) => using.has(account.name));
  return direct.map((right): AuditFinding => {
    const rights = onRows.filter((one) => right.privileges.has(one));
    const fix = revocation(right, base.name, view.options["security"] !== "INVOKER");
    return {
      rule: "rls/base-table-granted",
      object: base.name,
      part: right.account.name,
      severity: "error",
      message: `The view ${view.name} is to show ${right.account.name} its own rows, but the account holds ${listed(rights, 6)} on the table ${base.name} behind it${right.from === "object" ? "" : `, by a grant on the whole ${right.from}`}: it reaches everybody's rows.`,
      attacks: attacksOf(right, base.name),
      ...(fix === undefined ? {} : { fix }),
    };
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
