import type { MysqlRule } from "../rule.ts";
import { userViews } from "../../access/userView.ts";

/** Source: MySQL manual, CURRENT_USER(): inside a view of a definer it is the definer. */
export const definersOwnRows: MysqlRule = {
  id: "rls/current-user-of-definer",
  title: "The view compares with its definer, not with who asks",
  why: "In a view with SQL SECURITY DEFINER, CURRENT_USER() is the definer for everybody: all see the definer's rows, and nobody their own. USER() is who asks; with SQL SECURITY INVOKER so is CURRENT_USER().",
  scope: "rls",
  untried: "Whose rows are shown is said by how the view is declared; a trial has no rows of the definer's.",
  find: ({ catalog, flavour }) =>
    userViews(catalog, flavour).filter(({ view, asks }) => asks === "currentUser" && view.options["security"] !== "INVOKER").map(({ view }) => ({
      rule: "rls/current-user-of-definer",
      object: view.name,
      severity: "warning",
      message: `The view ${view.name} runs with its definer's rights and compares with CURRENT_USER(), which is the definer there: everybody sees the definer's rows and nobody their own. Compare with USER().`,
    })),
};
