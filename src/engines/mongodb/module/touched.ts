import { writingStage } from "./journal.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Documents of a collection that a command is about to change or remove. */
export type Touch =
  /** Those that the query finds; `one`: only one of them, nothing tells which. */
  | { readonly collection: string; readonly which: "matching"; readonly query: Fields; readonly one: boolean }
  | { readonly collection: string; readonly which: "all" }
  /** Some of them: only the server knows which. */
  | { readonly collection: string; readonly which: "unforeseen" }
  /** All of every collection. */
  | { readonly which: "database" };

/** What a command will touch of the documents that are there, as far as its own words tell. What only adds, or changes structure, touches none. */
export function touchesOf(name: string, command: Fields): Touch[] {
  const target: unknown = command[name];
  const collection = typeof target === "string" ? target : "";
  switch (name) {
    case "update":
      return sequence(command["updates"])?.map((item) => matching(collection, item, item["q"], item["multi"] !== true)) ?? [{ collection, which: "unforeseen" }];
    case "delete":
      return sequence(command["deletes"])?.map((item) => matching(collection, item, item["q"], Number(item["limit"]) === 1)) ?? [{ collection, which: "unforeseen" }];
    case "findAndModify":
    case "findandmodify":
      return [matching(collection, command, command["query"] ?? {}, true)];
    case "drop":
    case "convertToCapped":
      return [{ collection, which: "all" }];
    case "dropDatabase":
      return [{ which: "database" }];
    case "renameCollection":
      return command["dropTarget"] === true ? [{ collection: bare(String(command["to"])), which: "all" }] : [];
    case "aggregate":
      return intoTarget(command);
    case "mapReduce":
      return mapReduced(command["out"]);
    default:
      return addsOnly.has(name) || collection === "" ? [] : [{ collection, which: "unforeseen" }];
  }
}

/** "orders" of "shop.orders". */
export function bare(namespace: string): string {
  return namespace.slice(namespace.indexOf(".") + 1);
}

const addsOnly = new Set([
  "collMod", "create", "createIndexes", "createRole", "createSearchIndexes", "createUser", "dropIndexes", "dropRole", "dropSearchIndex", "dropUser", "grantRolesToUser", "insert", "reIndex", "revokeRolesFromUser", "updateSearchIndex", "updateUser",
]);

function matching(collection: string, item: Fields, filter: unknown, one: boolean): Touch {
  if (!one && isEmpty(filter)) return { collection, which: "all" };
  const more = Object.fromEntries(["collation", "let"].filter((field) => item[field] !== undefined).map((field) => [field, item[field]]));
  return { collection, which: "matching", query: { filter, ...more }, one: one && !namesId(filter) };
}

function isEmpty(filter: unknown): boolean {
  return typeof filter === "object" && filter !== null && Object.keys(filter).length === 0;
}

/** One document at most, known by its _id: a value, and no condition on it. */
function namesId(filter: unknown): boolean {
  const id: unknown = typeof filter === "object" && filter !== null ? (filter as Fields)["_id"] : undefined;
  if (id === undefined || id instanceof RegExp) return false;
  return typeof id !== "object" || id === null || !Object.keys(id).some((key) => key.startsWith("$"));
}

/** `$out` replaces all of its target; `$merge` changes those that it meets, or none. */
function intoTarget(command: Fields): Touch[] {
  const stage = writingStage(command);
  if (stage === undefined) return [];
  const collection = nameIn(stage.into);
  if (stage.name === "$out") return [{ collection, which: "all" }];
  const matched = sequence(command["pipeline"])?.at(-1)?.["$merge"] as Fields | string | undefined;
  const keeps = typeof matched === "object" && (matched["whenMatched"] === "keepExisting" || matched["whenMatched"] === "fail");
  return keeps ? [] : [{ collection, which: "unforeseen" }];
}

function nameIn(target: unknown): string {
  return typeof target === "string" ? target : String((target as Fields)["coll"]);
}

function mapReduced(out: unknown): Touch[] {
  if (typeof out === "string") return [{ collection: out, which: "all" }];
  const { replace, merge, reduce } = (out ?? {}) as Fields;
  if (typeof replace === "string") return [{ collection: replace, which: "all" }];
  const into = merge ?? reduce;
  return typeof into === "string" ? [{ collection: into, which: "unforeseen" }] : [];
}

/** An array, or what newer drivers send in its place, which holds its documents under that name; undefined for anything else. */
export function sequence(value: unknown): readonly Fields[] | undefined {
  if (Array.isArray(value)) return value as readonly Fields[];
  const documents: unknown = typeof value === "object" && value !== null && "documents" in value ? value.documents : undefined;
  return Array.isArray(documents) ? (documents as readonly Fields[]) : undefined;
}
