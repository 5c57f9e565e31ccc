import type { MysqlRule } from "../rule.ts";
import { definedIn } from "./programs.ts";

/** Source: MySQL manual, "Stored Object Access Control: Orphan Stored Objects". No other tool looks for it. */
export const missingDefiner: MysqlRule = {
  id: "rls/definer-missing",
  title: "The definer does not exist",
  why: "It fails when it is used, and on the day when somebody makes an account of that name, everybody who may use it acts with that account's rights. One that runs with its caller's rights does not need its definer.",
  scope: "rls",
  untried: "It opens when somebody makes the account, which a trial does not do.",
  find: (world) => {
    if (world.accounts === undefined) return [];
    const known = new Set(world.accounts.map(({ name }) => name.toLowerCase()));
    return definedIn(world.catalog).filter(({ asDefiner, definer }) => asDefiner && !known.has(definer.toLowerCase())).map(({ kind, name, definer }) => ({
      rule: "rls/definer-missing",
      object: name,
      part: kind,
      severity: "warning",
      message: `The ${kind} ${name} runs with the rights of ${definer}, an account that does not exist: using it fails, until somebody makes an account of that name and lends its rights to everybody who may use the ${kind}.`,
    }));
  },
};
