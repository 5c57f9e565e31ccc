import { quoteObject } from "../../quote.ts";
import type { PostgresqlRule } from "../rule.ts";

/** The peers: pgrls SEC017, for every such function. */
export const leakproofFunction: PostgresqlRule = {
  id: "reach/leakproof",
  title: "A function is trusted with hidden rows, and may tell them",
  why: "The server may call a LEAKPROOF function with rows that a policy or a security barrier hides, because somebody promised that it tells nothing. One that raises, or writes, or belongs to a role that is no superuser, breaks that promise.",
  scope: "rls",
  find: (facts) =>
    facts.routines.flatMap((routine) => {
      const object = `${routine.schema}.${routine.name}(${routine.signature})`;
      if (!facts.reach.leakproof.has(object)) return [];
      const tells = /\braise\b|\binsert\b|\bupdate\b|\bnotify\b|\bpg_notify\b|\bdblink/i.exec(routine.body)?.[0];
      const owner = facts.roles.named(routine.owner);
      if (tells === undefined && owner?.superuser === true) return [];
      return [{
        rule: leakproofFunction.id,
        object,
        severity: tells === undefined ? ("info" as const) : ("warning" as const),
        message: `${object} is LEAKPROOF and ${tells === undefined ? `belongs to ${routine.owner}, which is no superuser` : `has ${tells.toUpperCase()} in its body, which tells its arguments`}: the server calls it with rows that policies hide.`,
        fix: { title: "Take LEAKPROOF away", statements: [`ALTER FUNCTION ${quoteObject(routine)}(${routine.signature}) NOT LEAKPROOF`], undo: [`ALTER FUNCTION ${quoteObject(routine)}(${routine.signature}) LEAKPROOF`] },
      }];
    }),
};
