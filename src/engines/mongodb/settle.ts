import type { Catalog } from "../../core/catalog/catalog.ts";
import type { RunnableStatement } from "../../core/migration/plan.ts";
import type { Settled } from "../../core/migration/settled.ts";
import { documentsOf, type MongodbLink } from "./link.ts";
import { canonical } from "./bson/write.ts";
import { docsIn, isDoc, numberOf, truthy, type Doc, type Value } from "./bson/value.ts";
import type { Command } from "./command.ts";
import { moduleCallOf } from "./module/moduleCall.ts";

/** What became of a command that was cut off outside of a transaction; halves of an insert are removed. */
export async function settle(access: MongodbLink, statement: RunnableStatement, before: Catalog | null): Promise<Settled> {
  if (access.transactions && statement.facts !== null && statement.facts.transaction !== "outside" && statement.facts.kind !== "session") {
    return { state: "notDone", note: "It runs in one transaction with its record, so it was not done." };
  }
  if (moduleCallOf(statement.sql) !== undefined) return unknown("what the module did before it was cut off");
  const command = access.read(statement.sql);
  const name = command.name.toLowerCase();
  const way = ways[name];
  if (way !== undefined) return await way(access, command, before);
  return statement.facts !== null && !statement.facts.writes ? notDone(`${command.name} changes nothing; it can run again.`) : unknown(`whether ${command.name} was done`);
}

type Way = (access: MongodbLink, command: Command, before: Catalog | null) => Promise<Settled>;

const done = (note: string): Settled => ({ state: "done", note });
const notDone = (note: string): Settled => ({ state: "notDone", note });
const unknown = (what: string): Settled => ({ state: "unknown", note: `Nothing tells ${what}.` });

const ways: Readonly<Record<string, Way>> = {
  create: async (access, { target = "" }, before) => {
    const found = await infoOf(access, target);
    if (found === undefined) return notDone(`${target} does not exist.`);
    const was = before !== null && (before.tables.some((table) => table.name === target) || before.views.some((view) => view.name === target));
    return was ? unknown(`whether ${target} is the one that was there before`) : done(`${target} exists.`);
  },
  drop: async (access, { target = "" }) => ((await infoOf(access, target)) === undefined ? done(`${target} is gone.`) : notDone(`${target} still exists.`)),
  dropdatabase: () => Promise.resolve(notDone("dropDatabase can run again.")),
  createindexes: async (access, { target = "", document }) => {
    const names = new Set((await indexesOf(access, target)).map((index) => String(index.get("name"))));
    const missing = docsIn(document, "indexes").map((index) => String(index.get("name"))).filter((name) => !names.has(name));
    return missing.length === 0 ? done(`The indexes of ${target} are there.`) : notDone(`${missing.join(", ")} of ${target} is not there; what is there already is left as it is.`);
  },
  dropindexes: async (access, { target = "", document }) => {
    const wanted = document.get("index");
    const found = (await indexesOf(access, target)).filter((index) => index.get("name") !== "_id_");
    const left = found.filter((index) => wanted === "*" || matches(wanted, index));
    return left.length === 0 ? done(`The indexes of ${target} are gone.`) : notDone(`${left.map((index) => String(index.get("name"))).join(", ")} of ${target} is still there.`);
  },
  // It asks for a state, so that doing it again does no harm.
  collmod: (_access, { target = "" }) => Promise.resolve(notDone(`collMod of ${target} can run again.`)),
  renamecollection: async (access, command) => {
    const [from, to] = [command.target, command.document.get("to")].map((name) => bare(access, String(name)));
    if ((await infoOf(access, from!)) !== undefined) return notDone(`${from} still has its name.`);
    return (await infoOf(access, to!)) === undefined ? unknown(`where ${from} went`) : done(`${from} is ${to} now.`);
  },
  insert: (access, command) => settleInsert(access, command),
  delete: (_access, { target = "", document }) => {
    const once = docsIn(document, "deletes").some((item) => (numberOf(item.get("limit")) ?? 0) !== 0 && !byId(item));
    return Promise.resolve(once ? unknown(`whether one document of ${target} was deleted`) : notDone(`delete from ${target} can run again.`));
  },
  update: (_access, { target = "", document }) => {
    const again = docsIn(document, "updates").every((item) => repeatable(item));
    return Promise.resolve(again ? notDone(`update of ${target} can run again.`) : unknown(`how far the update of ${target} came`));
  },
};

/** Those that are there are exactly the first ones: they are removed, so that it can run again. */
async function settleInsert(access: MongodbLink, { target = "", document }: Command): Promise<Settled> {
  const documents = docsIn(document, "documents");
  const ids = documents.map((item) => item.get("_id"));
  if (documents.length === 0 || ids.some((id) => id === undefined)) return unknown(`which documents of ${target} were inserted: they have no _id in the command`);
  const found = new Map((await documentsOf(access, { find: target, filter: { _id: { $in: ids } } })).map((item) => [canonical(item.get("_id")), canonical(item)]));
  const there = documents.filter((item) => found.get(canonical(item.get("_id"))) === canonical(item));
  if (there.length === documents.length) return done(`All ${documents.length} documents are in ${target}.`);
  if (found.size === 0) return notDone(`None of its documents is in ${target}.`);
  if (there.length !== found.size) return unknown(`whose documents of ${target} have these _ids: their fields differ`);
  await access.ask({ delete: target, deletes: there.map((item) => ({ q: { _id: item.get("_id") }, limit: 1 })) });
  return notDone(`${there.length} of ${documents.length} documents were in ${target}; they were removed, so that it can run again.`);
}

const settingOperators = new Set(["$set", "$unset", "$min", "$max", "$addToSet", "$pull", "$pullAll", "$setOnInsert", "$rename", "$currentDate"]);

/** True for an update that may be done twice: it sets, wherever it finds something to set, and picks all that match or one by its _id. */
function repeatable(item: Doc): boolean {
  const change = item.get("u");
  if (!isDoc(change) || (!truthy(item.get("multi")) && !byId(item))) return false;
  const names = [...change.keys()];
  return names.every((name) => settingOperators.has(name)) || (byId(item) && names.every((name) => !name.startsWith("$")));
}

function byId(item: Doc): boolean {
  const query = item.get("q");
  return isDoc(query) && query.has("_id") && !isDoc(query.get("_id"));
}

function matches(wanted: Value, index: Doc): boolean {
  if (Array.isArray(wanted)) return (wanted as readonly Value[]).some((item) => matches(item, index));
  return isDoc(wanted) ? canonical(wanted) === canonical(index.get("key")) : index.get("name") === wanted;
}

function bare(access: MongodbLink, name: string): string {
  return name.startsWith(`${access.database}.`) ? name.slice(access.database.length + 1) : name;
}

async function infoOf(access: MongodbLink, name: string): Promise<Doc | undefined> {
  return (await documentsOf(access, { listCollections: 1, filter: { name } }))[0];
}

async function indexesOf(access: MongodbLink, name: string): Promise<Doc[]> {
  return (await infoOf(access, name)) === undefined ? [] : await documentsOf(access, { listIndexes: name });
}
