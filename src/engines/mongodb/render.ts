import type { Catalog } from "../../core/catalog/catalog.ts";
import { createCollection, createIndexes, createView, inOrder } from "./render/commandTexts.ts";

/**
 * An array of commands that makes the catalog on an empty database, by name, views after what they read. With mongosh:
 * `EJSON.parse(fs.readFileSync(file, "utf8"), { relaxed: false }).forEach((command) => db.runCommand(command))`.
 */
export function renderCatalog(catalog: Catalog): string {
  const tables = [...catalog.tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const commands = [...tables.flatMap((table) => [createCollection(table), ...createIndexes(table.name, table.indexes)]), ...inOrder(catalog.views).map(createView)];
  return commands.length === 0 ? "[]\n" : `[\n${commands.map((command) => `  ${command}`).join(",\n")}\n]\n`;
}
