import { userViews } from "../../access/userView.ts";
import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { lowRights } from "../world/powers.ts";

/** The MySQL form of fact P: what the client sets itself decides who it is. */
export const clientsVariable: MysqlRule = {
  id: "rls/variable-decides",
  title: "The client says itself whose rows it sees",
  why: "Every client sets @variables as it likes, also one that gets a statement into the application's. It isolates honest applications that share one account, and nobody who logs in by themselves.",
  scope: "rls",
  untried: "Whoever is connected may set a variable of the session, which is no right that could be denied; it is told from what the view asks.",
  find: (world) =>
    userViews(world.catalog, world.flavour).filter(({ asks }) => asks === "variable").map(({ view, variable }) => {
      const readers = lowRights(world, view.grants ?? [], ["SELECT"]).map(({ account }) => account.name);
      return {
        rule: "rls/variable-decides",
        object: view.name,
        severity: "warning",
        message: `Whose rows the view ${view.name} shows is decided by @${variable}, which every client sets as it likes${readers.length === 0 ? "" : `: ${listed(readers)} may see everybody's rows by setting it`}.`,
      };
    }),
};
