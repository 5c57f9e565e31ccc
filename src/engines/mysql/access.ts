import type { AccessAdapter } from "../access.ts";
import type { Session } from "../engine.ts";
import { attemptAll } from "./access/attempt.ts";
import { design } from "./access/design/design.ts";
import { identities } from "./access/identities.ts";
import { lift } from "./access/lift.ts";
import { accessObjects } from "./access/objects.ts";
import { possible } from "./access/possible.ts";
import { mayMove, rowsOf } from "./access/rowsOf.ts";
import { type AccessParts, trial } from "./access/trial.ts";
import { weakenings } from "./access/weakenings.ts";
import type { Flavour } from "./flavourName.ts";

/** Who may do what, tried as disposable accounts on a scratch database. */
export function access(own: Session, parts: AccessParts): AccessAdapter<Session> {
  const flavour: Flavour = own.facts.dialect === "mariadb" ? "mariadb" : "mysql";
  return {
    trialPlace: "on a scratch database of the same server, as disposable accounts",
    trial: (work, signal) => trial(own, parts, work, signal),
    attempt: attemptAll,
    identities: (request, catalog) => identities(own, request, catalog),
    objects: accessObjects,
    rowsOf: (object, catalog) => rowsOf(object, catalog, flavour),
    mayMove: (object, catalog) => mayMove(object, catalog, flavour),
    possible: (catalog) => possible(own, catalog, flavour),
    lift: (session, catalog, objects) => lift(session, catalog, objects, flavour),
    weakenings: (catalog, objects) => Promise.resolve(weakenings(catalog, objects, flavour)),
    design: (request, catalog) => design(own, request, catalog),
  };
}
