import { findNodeAtLocation, type Node } from "jsonc-parser";
import { members } from "./bson/read.ts";
import type { Command } from "./command.ts";

/**
 * Where in a command's text an error's words point: at the field that the message names ('create.foo', $stage, "field"), else at the value of that name.
 * UTF-16 units; undefined where the message names nothing of the text. `within`: the path of the part that the server spoke of.
 */
export function offsetOf({ root, name }: Command, message: string, within: readonly (string | number)[] = []): number | undefined {
  if (root === undefined) return undefined;
  const part = within.length === 0 ? root : (findNodeAtLocation(root, [...within]) ?? root);
  for (const word of named(message)) {
    for (const candidate of [word, ...suffixes(word)]) {
      const found = keyNamed(part, candidate) ?? valueNamed(part, candidate);
      if (found !== undefined) return found;
    }
  }
  if (part !== root) return part.offset;
  return /no such command|CommandNotFound/i.test(message) ? members(root).find((member) => member.name === name)?.key.offset : undefined;
}

/** Names in quotes, then operators, then the namespace: in the order in which they are likely to be the culprit. */
function named(message: string): string[] {
  const quoted = [...message.matchAll(/'([^'\s]+)'|"([^"\s]+)"|`([^`\s]+)`|\[([\w.$-]+)\]/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
  const operators = [...message.matchAll(/\$[a-zA-Z]\w*/g)].map(([word]) => word);
  const fields = [...message.matchAll(/(?:field|option|name|index|stage|operator|named|namespace|collection)s?:? +([\w.$-]+)/gi)].map((match) => match[1] ?? "");
  return [...quoted, ...operators, ...fields].filter((word) => word !== "");
}

function suffixes(word: string): string[] {
  const parts = word.replaceAll(/[.:]+$/g, "").split(".");
  return parts.map((_, at) => parts.slice(at).join(".")).concat(parts.slice(-1));
}

function keyNamed(node: Node, name: string): number | undefined {
  if (node.type === "array") return firstOf(node.children ?? [], (child) => keyNamed(child, name));
  if (node.type !== "object") return undefined;
  return firstOf(members(node), (member) => (member.name === name ? member.key.offset : keyNamed(member.value, name)));
}

function valueNamed(node: Node, name: string): number | undefined {
  if (node.type === "string") return node.value === name || node.value === `$${name}` ? node.offset : undefined;
  if (node.type === "array") return firstOf(node.children ?? [], (child) => valueNamed(child, name));
  return node.type === "object" ? firstOf(members(node), (member) => valueNamed(member.value, name)) : undefined;
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => number | undefined): number | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
