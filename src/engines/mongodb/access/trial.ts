import type { Session } from "../../engine.ts";
import type { MongodbLink } from "../link.ts";
import { Logins, type OpenScratch } from "./logins.ts";
import type { Mark } from "./mark.ts";

/** What a trial knows besides its session. */
export interface Trial {
  readonly link: Session & MongodbLink;
  readonly logins: Logins;
  /** The database that the scratch one stands for. */
  readonly standsFor: string;
  /** What says whose documents are, by collection; kept where a protection that told it was lifted. */
  readonly marks: Map<string, Mark>;
  /** True where everybody may do everything. */
  lifted: boolean;
}

const trials = new WeakMap<Session, Trial>();

export function trialOf(session: Session): Trial {
  const trial = trials.get(session);
  if (trial === undefined) throw new Error("Access is tried inside of a trial alone.");
  return trial;
}

/** Works on a scratch database with the same collections, indexes, validators and views and no documents; it and its users and roles are gone afterwards, also when `work` throws. */
export async function trial<Value>(own: Session & MongodbLink, open: OpenScratch, work: (session: Session) => Promise<Value>, signal: AbortSignal): Promise<Value> {
  const shadow = await own.shadow({ data: "schema", signal });
  let link: (Session & MongodbLink) | undefined;
  let logins: Logins | undefined;
  try {
    link = await open(shadow.session.facts.database);
    logins = new Logins(link, own, open);
    trials.set(link, { link, logins, standsFor: own.database, marks: new Map(), lifted: false });
    return await work(link);
  } finally {
    await logins?.end();
    await link?.close();
    await shadow.drop();
  }
}
