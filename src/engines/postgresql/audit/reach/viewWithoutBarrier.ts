import { quoteObject } from "../../quote.ts";
import { queryAsksCaller } from "../policies/meaning.ts";
import type { PostgresqlRule } from "../rule.ts";
import { invokerRights, isOn } from "./protection.ts";
import { grantedRelation, gravest, mayCreate, toldRoles } from "./who.ts";

/** The peers: pgrls VIEW002, for every view. Here only where the view's own filter is the protection and somebody can get past it. */
export const viewWithoutBarrier: PostgresqlRule = {
  id: "reach/view-without-barrier",
  title: "A filtering view whose filter can be asked around",
  why: "Without security_barrier the server may evaluate a condition of the caller's before the view's own filter, and a function of the caller's then sees the hidden rows. It matters where the view's filter is what protects the rows, its readers have no right to the tables, and they can make a function.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.views.flatMap((view) => {
      if (view.form !== "view" || invokerRights(view.options) || isOn(view.options["security_barrier"]) || !/\bWHERE\b/i.test(view.query) || !queryAsksCaller(view.query, facts)) return [];
      const reads = (facts.reach.viewReads.get(`${view.schema}.${view.name}`) ?? []).filter(({ kind }) => kind === "relation");
      const direct = new Set(reads.flatMap((read) => grantedRelation(facts, read, ["SELECT"])));
      const roles = direct.has("PUBLIC") ? [] : grantedRelation(facts, view, ["SELECT"]).filter((role) => !direct.has(role));
      const able = roles.filter((role) => facts.reach.database.anyoneMayMakeTemporary || mayCreate(facts, role));
      const standing = gravest(facts, able);
      if (standing === undefined) return [];
      const object = `${view.schema}.${view.name}`;
      return [{
        rule: viewWithoutBarrier.id,
        object,
        severity: "warning" as const,
        message: `${object} shows each caller a part of ${reads.map((read) => `${read.schema}.${read.name}`).join(", ")}, and is no security barrier: ${toldRoles(able)} can make a function that the server may call with the hidden rows before the view filters them.`,
        fix: {
          title: "Make the view a security barrier",
          statements: [`ALTER VIEW ${quoteObject(view)} SET (security_barrier = true)`],
          undo: [view.options["security_barrier"] === undefined ? `ALTER VIEW ${quoteObject(view)} RESET (security_barrier)` : `ALTER VIEW ${quoteObject(view)} SET (security_barrier = false)`],
        },
      }];
    }),
};
