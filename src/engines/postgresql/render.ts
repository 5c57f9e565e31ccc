import type { Catalog } from "../../core/catalog/catalog.ts";
import { inCreationOrder } from "./render/order.ts";
import { FAMILIES, type Family } from "./render/part.ts";
import { partsOf } from "./render/parts.ts";

/** Names in the definitions are complete, so the search path is empty; bodies are checked when they run, as they may name what comes later. */
const HEADER = [
  "SET client_encoding = 'UTF8'",
  "SET standard_conforming_strings = on",
  "SET check_function_bodies = off",
  "SET client_min_messages = warning",
  "SET row_security = off",
  "SELECT pg_catalog.set_config('search_path', '', false)",
];

const TITLES: Partial<Record<Family, string>> = {
  schema: "Schemas", extension: "Extensions", early: "Other objects", type: "Types", sequence: "Sequences", routine: "Routines", table: "Tables", key: "Keys", check: "Checks", index: "Indexes",
  foreignKey: "Foreign keys", view: "Views", trigger: "Triggers", other: "Other objects", policy: "Row security", replicaIdentity: "Settings", comment: "Comments", grant: "Privileges", last: "Default privileges and event triggers",
};

/** A deterministic script that recreates the catalog on an empty database, with `psql -f` or statement by statement. Owners are not set. */
export function renderCatalog(catalog: Catalog): string {
  const graph = partsOf(catalog, { whole: true });
  const lines = ["-- PostgreSQL schema", "", ...HEADER.map((statement) => `${statement};`), ""];
  if (!graph.parts.has("schema public")) lines.push("DROP SCHEMA IF EXISTS public;", "");
  let title: string | undefined;
  for (const part of inCreationOrder(graph, new Set(graph.parts.keys()))) {
    if (part.inherited?.follows === true) continue;
    const next = titleOf(part.family);
    if (next !== undefined && next !== title) {
      title = next;
      lines.push(`-- ${title}`, "");
    }
    for (const statement of part.create) lines.push(`${statement};`, "");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function titleOf(family: Family): string | undefined {
  for (let at = FAMILIES.indexOf(family); at >= 0; at -= 1) {
    const title = TITLES[FAMILIES[at]!];
    if (title !== undefined) return title;
  }
  return undefined;
}
