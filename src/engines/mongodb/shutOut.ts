import type { ShutOut } from "../../core/migration/adapter.ts";
import type { RunnableStatement } from "../../core/migration/runnable.ts";
import type { MongodbAccess } from "./access.ts";
import { isDoc, numberOf } from "./bson/value.ts";
import { relaxed } from "./bson/write.ts";

const shown = 5;

/**
 * The documents that a collMod's new validator would refuse from then on. None are refused by the collMod itself: the server looks at a document when it is
 * written (https://www.mongodb.com/docs/manual/core/schema-validation/). Where the level is or becomes "moderate", documents that fail already are let be.
 */
export async function shutOut(access: MongodbAccess, statement: RunnableStatement, signal: AbortSignal): Promise<ShutOut | null> {
  if (!/^\s*\{\s*["']?collMod/i.test(statement.sql)) return null;
  const { target, document } = access.read(statement.sql);
  const validator = document.get("validator");
  const spared = document.get("validationLevel") === "off" || document.get("validationLevel") === "moderate" || document.get("validationAction") === "warn";
  if (target === undefined || validator === undefined || !isDoc(validator) || validator.size === 0 || spared) return null;
  const failing = { $match: { $nor: [validator] } };
  const [counted] = await access.asideDocuments({ aggregate: target, pipeline: [failing, { $count: "n" }], cursor: {} }, { signal });
  const count = counted === undefined ? 0 : (numberOf(counted.get("n")) ?? 0);
  if (count === 0) return null;
  const examples = await access.asideDocuments({ aggregate: target, pipeline: [failing, { $limit: shown }], cursor: {} }, { signal });
  return { object: target, rule: `the new validator of ${target}`, count, examples: examples.map((one) => relaxed(one)), refused: false };
}
