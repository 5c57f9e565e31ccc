import type { Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Evidence } from "../../../core/report/report.ts";
import { numberOf, type Doc, type Value } from "../bson/value.ts";
import { relaxed } from "../bson/write.ts";
import { documentsOf, type MongodbLink, type OwnCommand } from "../link.ts";
import { refused } from "./classify.ts";
import { documentFor } from "./document.ts";
import type { Mark } from "./mark.ts";

/** One try, and all that it needs. */
export interface Probe {
  readonly attempt: Attempt;
  readonly actor: { readonly link: MongodbLink; readonly as: string };
  /** Makes the documents and removes them. */
  readonly admin: MongodbLink;
  readonly base: TableObject;
  readonly mark: Mark | undefined;
  readonly own: Value;
  readonly other: Value;
  /** True for a view. */
  readonly filters: boolean;
  /** The view that decides which documents show. */
  readonly decides?: string;
}

/** Tries one operation on a collection or view; the scratch collection is empty before and after. */
export async function probe(one: Probe): Promise<Outcome> {
  try {
    return await tryOn(one);
  } finally {
    await one.admin.ask({ delete: one.base.name, deletes: [{ q: {}, limit: 0 }] });
  }
}

async function tryOn(one: Probe): Promise<Outcome> {
  const { attempt: { operation, object, row }, mark, own, other, base, admin } = one;
  const foreign = row === "foreign" || (row === "otherTenant" && operation !== "changeOwner") || operation === "takeOver";
  // "any" on a collection that is marked is a document of nobody: the field is left out.
  const whose = mark === undefined ? new Map<string, Value>() : new Map([[mark.field, foreign ? other : row === "any" && operation !== "changeOwner" ? undefined : own]]);
  const document = documentFor(base, whose);
  if (operation === "insert") return await send(one, { insert: object.name, documents: [document] }, []);
  // A view of one's own that is tried by somebody who owns nothing holds another's documents.
  const seed = row === "any" && operation === "select" && mark !== undefined ? documentFor(base, new Map([[mark.field, own ?? other]])) : document;
  await admin.ask({ insert: base.name, documents: [seed], bypassDocumentValidation: true });
  const witness: Evidence[] = [{ kind: "sql", title: "A document made for it", sql: textOf({ insert: base.name, documents: [seed] }) }];
  const q = { _id: seed.get("_id") };
  switch (operation) {
    case "select":
      return await read(one, { find: object.name, filter: q }, witness);
    case "update":
      return await send(one, { update: object.name, updates: [{ q, u: { $unset: { data_engineer_try: "" } } }] }, witness);
    case "changeOwner":
      return await send(one, { update: object.name, updates: [{ q, u: row === "any" ? { $unset: { [mark?.field ?? "_"]: "" } } : { $set: { [mark?.field ?? "_"]: other } } }] }, witness);
    case "takeOver":
      return await send(one, { update: object.name, updates: [{ q, u: { $set: { [mark?.field ?? "_"]: own } } }] }, witness);
    case "delete":
      return await send(one, { delete: object.name, deletes: [{ q, limit: 1 }] }, witness);
    default:
      return { verdict: "error", policies: [], message: `MongoDB has no ${operation}.`, witness };
  }
}

async function read(one: Probe, command: OwnCommand, before: readonly Evidence[]): Promise<Outcome> {
  const witness = (rows?: number): Evidence[] => [...before, { kind: "sql", title: `As ${one.actor.as}`, sql: textOf(command) }, ...(rows === undefined ? [] : [{ kind: "text" as const, title: "What came back", text: rows === 0 ? "No document." : "The document." }])];
  try {
    const rows = (await documentsOf(one.actor.link, command)).length;
    if (rows > 0) return allowed(one, rows, witness(rows));
    if (one.decides !== undefined) return { verdict: "denied", mechanism: "using", rows: 0, policies: [one.decides], witness: witness(rows) };
    return { verdict: "error", rows: 0, policies: [], message: one.filters ? `No document that was made for it shows in ${one.attempt.object.name}, which has conditions of its own.` : "The document that was made for it was not found.", witness: witness(rows) };
  } catch (error) {
    return refused(error, witness());
  }
}

async function send(one: Probe, command: OwnCommand, before: readonly Evidence[]): Promise<Outcome> {
  const witness: Evidence[] = [...before, { kind: "sql", title: `As ${one.actor.as}`, sql: textOf(command) }];
  try {
    const rows = numberOf((await one.actor.link.ask(command)).get("n")) ?? 0;
    return rows > 0 ? allowed(one, rows, witness) : { verdict: "error", rows: 0, policies: [], message: "The document that was made for it was not reached.", witness };
  } catch (error) {
    const outcome = refused(error, witness);
    // A document that was made up may break a rule that has nothing to do with whose it is.
    const { operation, row } = one.attempt;
    if (outcome.mechanism !== "validator" || row === "any" || operation === "takeOver" || operation === "changeOwner") return outcome;
    return { ...outcome, verdict: "error", message: `No document could be made up that the validator of ${one.base.name} takes: ${error instanceof StatementError ? error.message : ""}` };
  }
}

function allowed({ decides }: Probe, rows: number, witness: readonly Evidence[]): Outcome {
  return { verdict: "allowed", mechanism: decides === undefined ? "open" : "policy", rows, policies: decides === undefined ? [] : [decides], witness };
}

function textOf(command: OwnCommand): string {
  return relaxed(docOf(command));
}

function docOf(value: unknown): Value {
  if (Array.isArray(value)) return value.map(docOf);
  if (typeof value !== "object" || value === null || value instanceof Map || Object.getPrototypeOf(value) !== Object.prototype) return value as Value;
  return new Map(Object.entries(value).map(([name, item]) => [name, docOf(item)])) as Doc;
}
