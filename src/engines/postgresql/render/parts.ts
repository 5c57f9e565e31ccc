import type { Catalog } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { graphOf, type Graph } from "./graph.ts";
import { otherParts } from "./other.ts";
import { phaseOf, type Part } from "./part.ts";
import { routineParts } from "./routine.ts";
import { extensionParts, schemaParts } from "./schema.ts";
import { sequenceParts } from "./sequence.ts";
import { type PartOptions, tableParts } from "./table.ts";
import { domainParts, typeParts } from "./type.ts";
import { viewParts } from "./view.ts";

/** A catalog taken apart, each part with what it needs. With `whole`, parts that their table's statement creates anyway may be missing. */
export function partsOf(catalog: Catalog, { whole }: { readonly whole: boolean }): Graph {
  const build = (separateDefaults: ReadonlySet<string>): Graph => graphOf(catalog, listParts(catalog, { whole, separateDefaults }), { columns: !whole });
  const graph = build(new Set());
  const separate = defaultsToSeparate(graph);
  return separate.size === 0 ? graph : build(separate);
}

function listParts(catalog: Catalog, options: PartOptions): Part[] {
  const tables = new Map(catalog.tables.map((table) => [qualified(table), table]));
  return [
    ...catalog.schemas.flatMap(schemaParts),
    ...catalog.extensions.flatMap(extensionParts),
    ...catalog.types.flatMap(typeParts),
    ...catalog.domains.flatMap(domainParts),
    ...catalog.sequences.flatMap(sequenceParts),
    ...catalog.routines.flatMap(routineParts),
    ...catalog.tables.flatMap((table) => tableParts(table, tables, options)),
    ...catalog.views.flatMap(viewParts),
    ...catalog.others.flatMap(otherParts),
  ];
}

/** Columns whose default calls a routine that needs the table itself, or something made later than tables: CREATE TABLE must leave these defaults out. */
function defaultsToSeparate(graph: Graph): Set<string> {
  const separate = new Set<string>();
  for (const part of graph.parts.values()) {
    if (part.family !== "default") continue;
    const routines = [...(graph.needs.get(part.key) ?? [])].filter((key) => graph.parts.get(key)?.family === "routine");
    const table = part.within?.find((key) => key.startsWith("table "));
    if (routines.length > 0 && reaches(graph, routines, (key) => key === table || phaseOf(graph.parts.get(key)?.family ?? "schema") === "constraints")) separate.add(part.object);
  }
  return separate;
}

function reaches(graph: Graph, start: readonly string[], found: (key: string) => boolean): boolean {
  const seen = new Set(start);
  const waiting = [...start];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (found(key)) return true;
    for (const need of graph.needs.get(key) ?? []) {
      if (seen.has(need)) continue;
      seen.add(need);
      waiting.push(need);
    }
  }
  return false;
}
