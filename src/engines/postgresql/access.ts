import type { AccessAdapter } from "../access.ts";
import type { Session } from "../engine.ts";
import { attemptAll } from "./access/attempt.ts";
import { becomeStatement } from "./access/become.ts";
import { readingCost } from "./access/design/cost.ts";
import { designPolicies } from "./access/design/design.ts";
import { seedOwn } from "./access/design/seedOwn.ts";
import { identities } from "./access/identities.ts";
import { lift } from "./access/lift.ts";
import { accessObjects } from "./access/objects.ts";
import { pgtap } from "./access/pgtap.ts";
import { mayMove, rowsOf } from "./access/rowsOf.ts";
import { possible } from "./access/possible.ts";
import { traces } from "./access/traces.ts";
import { trial } from "./access/trial.ts";
import { weakenings } from "./access/weakenings.ts";

/** Who may do what, tried as that person in a transaction that is rolled back. */
export function access(own: Session): AccessAdapter<Session> {
  return {
    trialPlace: "in a transaction of the target that is rolled back",
    trial: (work, signal) => trial(own, work, signal),
    attempt: attemptAll,
    identities: (request, catalog) => identities(own, request, catalog),
    objects: accessObjects,
    rowsOf,
    mayMove,
    possible: (catalog) => possible(own, catalog),
    traces,
    asTests: pgtap,
    lift,
    weakenings,
    asksFor: ["rbac", "aal2"],
    design: (request, catalog) => designPolicies(request, catalog, own),
    seed: seedOwn,
    cost: readingCost,
    become: async (session, identity) => {
      const statement = becomeStatement(identity);
      if (statement !== undefined) await session.run(statement);
    },
  };
}
