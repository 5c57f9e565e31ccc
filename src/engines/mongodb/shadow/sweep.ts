import { isDataEngineerError } from "../../../core/errors.ts";
import { documentsOf, type MongodbLink } from "../link.ts";
import { docsIn } from "../bson/value.ts";
import { dropPeople } from "./people.ts";
import { makerCollection, shadowPrefix } from "../ownCollections.ts";

/** A scratch database without its maker's document is being made or being dropped; after so long it is neither. */
const orphanMs = 3_600_000;

/** Drops scratch databases whose maker is gone, and the users and roles of them. What this user may not see or drop is left. */
export async function sweepShadows(access: MongodbLink, own: string): Promise<void> {
  try {
    const reply = await access.ask({ listDatabases: 1, nameOnly: true, filter: { name: { $regex: `^${shadowPrefix}` } } }, { database: "admin" });
    const names = docsIn(reply, "databases").map((item) => String(item.get("name"))).filter((name) => name.startsWith(shadowPrefix) && name !== own);
    for (const name of names) {
      if (!(await isAbandoned(access, name))) continue;
      await dropPeople(access, name);
      await access.ask({ dropDatabase: 1 }, { database: name });
    }
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind !== "statement") throw error;
  }
}

async function isAbandoned(access: MongodbLink, name: string): Promise<boolean> {
  const [found] = await documentsOf(access, { aggregate: makerCollection, pipeline: [{ $match: { _id: "maker" } }, { $project: { alive: { $gt: ["$until", "$$NOW"] } } }], cursor: {} }, { database: name });
  if (found !== undefined) return found.get("alive") !== true;
  const made = Number.parseInt(name.slice(shadowPrefix.length).split("_")[0] ?? "", 36);
  return Number.isFinite(made) && Date.now() - made > orphanMs;
}
