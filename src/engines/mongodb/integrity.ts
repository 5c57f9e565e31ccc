import { StatementError } from "../../core/errors.ts";
import type { IntegrityProblem } from "../engine.ts";
import type { MongodbLink } from "./link.ts";
import { listCollections } from "./catalog/listCollections.ts";
import { isDoc, numberOf } from "./bson/value.ts";
import { inParallel } from "./inParallel.ts";

/** `validate` reads a collection from end to end and may hold it meanwhile; larger ones are left to a person. */
const most = 20_000;

/**
 * The server's own `validate` of every collection of up to 20 000 documents. Documents that a validator would refuse are no damage (they may be older than
 * it) and are not told here. A server or user that cannot validate is passed over.
 */
export async function checkIntegrity(access: MongodbLink, signal?: AbortSignal): Promise<readonly IntegrityProblem[]> {
  const names = (await listCollections(access, signal)).filter((info) => info.type === "collection").map((info) => info.name).sort();
  return (await inParallel(names, 4, (name) => check(access, name, signal))).flat();
}

async function check(access: MongodbLink, name: string, signal?: AbortSignal): Promise<IntegrityProblem[]> {
  try {
    const count = numberOf((await access.aside({ count: name }, { signal })).get("n")) ?? 0;
    if (count > most) return [];
    const reply = await access.aside({ validate: name }, { signal });
    if (reply.get("valid") !== false) return [];
    const errors = reply.get("errors");
    const told = Array.isArray(errors) ? errors.map(String) : [];
    const details = reply.get("indexDetails");
    const broken = isDoc(details) ? [...details].filter(([, index]) => isDoc(index) && index.get("valid") === false).map(([index]) => index) : [];
    return [{ check: "validate", object: name, message: [...told, ...broken.map((index) => `The index ${index} is damaged.`)].join(" ") || "The server says that it is damaged." }];
  } catch (error) {
    if (error instanceof StatementError && ["13", "26", "59", "115", "166", "263"].includes(error.code)) return [];
    throw error;
  }
}
