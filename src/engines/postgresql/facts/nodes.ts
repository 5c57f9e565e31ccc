import type { Node } from "libpg-query";
import type { FactsBuilder } from "./builder.ts";

type TagOf<Union> = Union extends unknown ? keyof Union : never;
export type Tag = TagOf<Node>;
export type NodeOf<Name extends Tag> = Extract<Node, Record<Name, unknown>> extends Record<Name, infer Inner> ? Inner : never;

/** One handler per kind of statement. */
export type Handlers = { readonly [Name in Tag]?: (statement: NodeOf<Name>, facts: FactsBuilder) => void };

/** The inner struct of a node when it has the tag. */
export function as<Name extends Tag>(node: Node | undefined, tag: Name): NodeOf<Name> | undefined {
  return node === undefined ? undefined : ((node as Record<string, unknown>)[tag] as NodeOf<Name> | undefined);
}

/** The inner structs of those nodes of a list that have the tag. */
export function all<Name extends Tag>(nodes: readonly Node[] | undefined, tag: Name): NodeOf<Name>[] {
  if (nodes === undefined) return [];
  const found: NodeOf<Name>[] = [];
  for (const node of nodes) {
    const inner = as(node, tag);
    if (inner !== undefined) found.push(inner);
  }
  return found;
}

/** The texts of a list of String nodes; a star is left out. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return all(nodes, "String").map((text) => text.sval ?? "");
}

/** The only key of a node. */
export function tagOf(node: Node): Tag {
  return Object.keys(node)[0] as Tag;
}

/** The text of a constant string. */
export function constantText(node: Node | undefined): string | undefined {
  const constant = as(node, "A_Const");
  if (constant !== undefined) return constant.sval?.sval;
  const cast = as(node, "TypeCast");
  return cast === undefined ? undefined : constantText(cast.arg);
}
