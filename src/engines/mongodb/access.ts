import type { AccessAdapter } from "../access.ts";
import type { Session } from "../engine.ts";
import { attemptAll } from "./access/attempt.ts";
import { design } from "./access/design/design.ts";
import { identities } from "./access/identities.ts";
import { lift, weakenings } from "./access/lift.ts";
import type { OpenScratch } from "./access/logins.ts";
import type { Memo } from "./access/memo.ts";
import { accessObjects, leftOut, possible, rowsOf } from "./access/objects.ts";
import { trial } from "./access/trial.ts";
import type { MongodbLink } from "./link.ts";

/** Who may do what: through views on a scratch database, and as disposable users with roles of it where the server has such. */
export function access(own: Session & MongodbLink, open: OpenScratch): AccessAdapter<Session> {
  const memo: Memo = { shapes: new Map() };
  return {
    trialPlace: "on a scratch database, as disposable users where the server lets such be made",
    trial: (work, signal) => trial(own, open, work, signal),
    attempt: (session, catalog, attempts, signal) => attemptAll(session, catalog, attempts, memo, signal),
    identities: (request, catalog) => identities(own, memo, request, catalog),
    objects: accessObjects,
    rowsOf: (object, catalog) => rowsOf(object, catalog, memo),
    mayMove: ({ form }) => form === "collection",
    traces: (catalog, objects) => leftOut(catalog, objects, memo),
    possible: () => Promise.resolve(possible),
    lift: (session, catalog, objects) => lift(session, catalog, objects, memo),
    weakenings: (catalog, objects) => Promise.resolve(weakenings(catalog, objects, memo)),
    design: (request, catalog) => design(own, memo, request, catalog),
  };
}
