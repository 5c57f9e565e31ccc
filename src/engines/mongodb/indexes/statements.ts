import type { IndexDraft } from "../../../core/indexes/indexDraft.ts";
import type { IndexStatements } from "../../indexes.ts";
import { commandText, fieldTexts, text } from "../render/commandTexts.ts";
import { parseDocument } from "../shell/parseValue.ts";
import { Reader } from "../shell/reader.ts";

/** The command that makes it and the one that takes it away. Since 4.2 a build lets others read and write; only its beginning and end hold them up. */
export function indexStatements(draft: IndexDraft, name: string): IndexStatements {
  return { create: createIndexes(draft, name), drop: dropIndexes(draft.table, name) };
}

export function createIndexes({ table, keys, method, predicate }: IndexDraft, name: string): string {
  const key = commandText(...keys.map(({ part, descending }) => [part.text, method === "btree" ? (descending ? "-1" : "1") : text(method)] as const));
  const only = predicate === undefined ? [] : [["partialFilterExpression", commandText(...predicateFields(predicate))] as const];
  return commandText(["createIndexes", text(table)], ["indexes", `[${commandText(["key", key], ["name", text(name)], ...only)}]`]);
}

export function dropIndexes(collection: string, name: string): string {
  return commandText(["dropIndexes", text(collection)], ["index", text(name)]);
}

/** A predicate is one document, or several with AND between them: all their fields in one. */
function predicateFields(predicate: string): (readonly [string, string])[] {
  const fields: (readonly [string, string])[] = [];
  let rest = predicate;
  while (rest.trim() !== "") {
    const { start, end } = parseDocument(new Reader(rest));
    fields.push(...fieldTexts(rest.slice(start, end)));
    rest = rest.slice(end).replace(/^\s*AND\s*/, "");
  }
  return fields;
}
