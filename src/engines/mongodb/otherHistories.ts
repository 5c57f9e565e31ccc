import type { OtherHistory } from "../../core/migration/otherTools.ts";
import { documentsOf, type MongodbLink } from "./link.ts";
import { numberOf, type Doc } from "./bson/value.ts";

interface Tool {
  readonly tool: string;
  readonly collection: string;
  /** What the tool calls the file of an applied migration; undefined for a document that is none. */
  applied(document: Doc): string | undefined;
}

/** https://github.com/seppevs/migrate-mongo, https://github.com/golang-migrate/migrate/tree/master/database/mongodb, https://docs.mongock.io */
const tools: readonly Tool[] = [
  { tool: "migrate-mongo", collection: "changelog", applied: (document) => text(document, "fileName") },
  { tool: "mongock", collection: "mongockChangeLog", applied: (document) => (text(document, "state") === "EXECUTED" ? text(document, "changeId") : undefined) },
];

/** The histories of other tools in this database; they are read, never written. */
export async function otherHistories(access: MongodbLink): Promise<readonly OtherHistory[]> {
  const names = new Set((await access.asideDocuments({ listCollections: 1, nameOnly: true, filter: { name: { $in: [...tools.map((tool) => tool.collection), "schema_migrations"] } } })).map((item) => String(item.get("name"))));
  const found: OtherHistory[] = [];
  for (const { tool, collection, applied } of tools) {
    if (!names.has(collection)) continue;
    const versions = (await documentsOf(access, { find: collection })).flatMap((document) => applied(document) ?? []);
    if (versions.length > 0) found.push({ tool, table: collection, applied: versions.map((name) => name.replace(/\.[cm]?[jt]s$/, "")), dirty: false });
  }
  if (names.has("schema_migrations")) {
    const [last] = await documentsOf(access, { find: "schema_migrations", sort: { version: -1 }, limit: 1 });
    const version = last === undefined ? undefined : numberOf(last.get("version"));
    if (last !== undefined && version !== undefined) found.push({ tool: "golang-migrate", table: "schema_migrations", applied: [], upTo: String(version), dirty: last.get("dirty") === true });
  }
  return found;
}

function text(document: Doc, field: string): string | undefined {
  const value = document.get(field);
  return typeof value === "string" ? value : undefined;
}
