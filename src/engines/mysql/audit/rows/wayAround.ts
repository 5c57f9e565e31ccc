import { baseOf, userViewOf, userViews } from "../../access/userView.ts";
import { tokensOf } from "../../scan/tokens.ts";
import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { lowRights } from "../world/powers.ts";
import { asAccount, viewObject } from "./attackers.ts";

const sums = /^(?:COUNT|SUM|AVG|MIN|MAX|GROUP_CONCAT|JSON_ARRAYAGG|STD|STDDEV|VARIANCE|BIT_AND|BIT_OR)$/;

/** Splinter's security_definer_view for servers whose views run as their definer unless told otherwise. */
export const wayAround: MysqlRule = {
  id: "rls/view-around-restriction",
  title: "Another view shows the rows of everybody",
  why: "Where one view shows everybody their own rows of a table, another one on the same table without that condition, granted to the same accounts, shows them all. Views that only count and add up are left alone.",
  scope: "rls",
  find: (world) => {
    const restricted = userViews(world.catalog, world.flavour);
    return world.catalog.views.flatMap((view) => {
      const base = baseOf(view, world.catalog, world.flavour);
      const guards = restricted.filter((one) => one.base.name === base?.name);
      const guard = guards.flatMap((one) => one.view.grants ?? []);
      if (base === undefined || guards.length === 0 || view.options["security"] === "INVOKER" || userViewOf(view, world.catalog, world.flavour) !== undefined) return [];
      if (tokensOf(view.query, world.flavour).some((token) => sums.test(token.upper))) return [];
      const using = new Set(lowRights(world, guard, ["SELECT"]).filter(({ from }) => from === "object").map(({ account }) => account.name));
      const readers = lowRights(world, view.grants ?? [], ["SELECT"]).filter(({ account }) => using.has(account.name)).map(({ account }) => account.name);
      const [first] = readers;
      if (first === undefined) return [];
      return [{
        rule: "rls/view-around-restriction",
        object: view.name,
        severity: "error" as const,
        message: `${listed(readers)} should see their own rows of ${base.name} by the view ${listed(guards.map((one) => one.view.name))}, but the view ${view.name} shows them everybody's.`,
        attacks: [{ identity: asAccount(first), operation: "select" as const, object: viewObject(view), row: "foreign" as const }],
      }];
    });
  },
};
