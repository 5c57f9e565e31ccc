import { objectName } from "../render/identifier.ts";
import type { Part } from "../render/part.ts";
import type { Scope } from "./scope.ts";

/** A type that must make room for another of its name until no column uses it any more. */
export interface Aside {
  readonly rename: string;
  readonly drop: string;
}

/** Renames the old type out of the way: `status` becomes `status__old`, cut to the server's 63 bytes. */
export function asideOf(part: Part, scope: Scope): Aside {
  const object = [...scope.from.types.map((item) => ({ item, key: `type ${item.schema}.${item.name}` })), ...scope.from.domains.map((item) => ({ item, key: `domain ${item.schema}.${item.name}` }))].find(({ key }) => key === part.key)!.item;
  const taken = new Set([...namesIn(scope, object.schema)]);
  const keyword = part.key.startsWith("domain ") ? "DOMAIN" : "TYPE";
  let name = `${cut(object.name, 58)}__old`;
  for (let at = 2; taken.has(name); at += 1) name = `${cut(object.name, 54)}__old${at}`;
  return {
    rename: `ALTER ${keyword} ${objectName(object)} RENAME TO ${objectName({ schema: "", name })}`,
    drop: `DROP ${keyword} ${objectName({ schema: object.schema, name })}`,
  };
}

/** True where the new catalog has something else of this name that would clash: types share their names with tables and views. */
export function clashes(part: Part, scope: Scope): boolean {
  const name = part.key.slice(part.key.indexOf(" ") + 1);
  return ["type", "domain", "table", "view", "materializedView"].some((kind) => `${kind} ${name}` !== part.key && scope.created.has(`${kind} ${name}`));
}

function* namesIn({ from, to }: Scope, schema: string): Iterable<string> {
  for (const catalog of [from, to]) for (const list of [catalog.types, catalog.domains, catalog.tables, catalog.views]) for (const item of list) if (item.schema === schema) yield item.name;
}

function cut(name: string, bytes: number): string {
  let result = name;
  while (Buffer.byteLength(result) > bytes) result = [...result].slice(0, -1).join("");
  return result;
}
