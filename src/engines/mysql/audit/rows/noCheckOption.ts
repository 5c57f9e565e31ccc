import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { renderView } from "../../render/view.ts";
import { type UserView, userViews } from "../../access/userView.ts";
import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { lowRights } from "../world/powers.ts";
import type { World } from "../world/world.ts";
import { asAccount, viewObject } from "./attackers.ts";

/** Source: MySQL manual, "The View WITH CHECK OPTION Clause". No other tool looks for it. */
export const noCheckOption: MysqlRule = {
  id: "rls/no-check-option",
  title: "Rows can be written through a view that it does not show",
  why: "Without WITH CHECK OPTION the condition of a view holds for reading alone: through it, an account inserts rows in another's name and gives its own away.",
  scope: "rls",
  find: (world) => userViews(world.catalog, world.flavour).filter(({ view, asks }) => asks !== "variable" && world.updatable.has(view.name) && view.options["checkOption"] === undefined).flatMap((view) => told(world, view)),
};

function told(world: World, { view }: UserView): AuditFinding[] {
  const writers = lowRights(world, view.grants ?? [], ["INSERT", "UPDATE"]);
  const names = writers.map(({ account }) => account.name);
  const [first] = writers;
  const checked = { ...view, options: { ...view.options, checkOption: "CASCADED" } };
  return [{
    rule: "rls/no-check-option",
    object: view.name,
    severity: writers.length > 0 ? "error" : "warning",
    message: `The view ${view.name} shows everybody their own rows, but has no WITH CHECK OPTION: ${writers.length > 0 ? `through it ${listed(names)} may write rows in another's name` : "who is given INSERT or UPDATE on it may write rows in another's name"}.`,
    ...(first === undefined ? {} : { attacks: [...(first.privileges.has("INSERT") ? ["insert" as const] : []), ...(first.privileges.has("UPDATE") ? ["changeOwner" as const] : [])].map((operation) => ({ identity: asAccount(first.account.name), operation, object: viewObject(view), row: operation === "insert" ? ("foreign" as const) : ("own" as const) })) }),
    fix: { title: `Let ${view.name} refuse rows that it does not show`, statements: [replaced(renderView(checked))], undo: [replaced(renderView(view))] },
  }];
}

/** Grants on a view stay when it is replaced. */
function replaced(create: string): string {
  return create.replace(/^CREATE /, "CREATE OR REPLACE ");
}
