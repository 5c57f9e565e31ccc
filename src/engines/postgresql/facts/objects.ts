import type { Node } from "libpg-query";
import type { ObjectKind, ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { namesOf, parts, relationNamed, routineRef, typeRef, underTable } from "./names.ts";
import { as } from "./nodes.ts";

const relations: Readonly<Record<string, ObjectKind>> = {
  OBJECT_TABLE: "table", OBJECT_FOREIGN_TABLE: "table", OBJECT_VIEW: "view", OBJECT_MATVIEW: "materializedView", OBJECT_INDEX: "index", OBJECT_SEQUENCE: "sequence",
};
const underTables: Readonly<Record<string, ObjectKind>> = { OBJECT_COLUMN: "column", OBJECT_TABCONSTRAINT: "constraint", OBJECT_TRIGGER: "trigger", OBJECT_POLICY: "policy" };
const plain: Readonly<Record<string, string>> = {
  OBJECT_EVENT_TRIGGER: "event trigger", OBJECT_FDW: "wrapper", OBJECT_FOREIGN_SERVER: "server", OBJECT_LANGUAGE: "language", OBJECT_PUBLICATION: "publication", OBJECT_SUBSCRIPTION: "subscription", OBJECT_TABLESPACE: "tablespace",
};
const inSchemas: Readonly<Record<string, string>> = {
  OBJECT_COLLATION: "collation", OBJECT_STATISTIC_EXT: "statistics", OBJECT_CONVERSION: "conversion",
  OBJECT_TSCONFIGURATION: "text search configuration", OBJECT_TSDICTIONARY: "text search dictionary", OBJECT_TSPARSER: "text search parser", OBJECT_TSTEMPLATE: "text search template",
};

/** The words of an object type: "OBJECT_FOREIGN_TABLE" is "FOREIGN TABLE". */
export function typeWords(type: string | undefined): string {
  const words: Readonly<Record<string, string>> = { OBJECT_MATVIEW: "MATERIALIZED VIEW", OBJECT_TABCONSTRAINT: "CONSTRAINT", OBJECT_DOMCONSTRAINT: "CONSTRAINT", OBJECT_FOREIGN_SERVER: "SERVER", OBJECT_STATISTIC_EXT: "STATISTICS", OBJECT_FDW: "FOREIGN DATA WRAPPER", OBJECT_TSCONFIGURATION: "TEXT SEARCH CONFIGURATION", OBJECT_TSDICTIONARY: "TEXT SEARCH DICTIONARY", OBJECT_OPCLASS: "OPERATOR CLASS", OBJECT_OPFAMILY: "OPERATOR FAMILY" };
  return words[type ?? ""] ?? (type ?? "").replace("OBJECT_", "").replaceAll("_", " ");
}

/** The object that DROP, COMMENT, ALTER … OWNER or SET SCHEMA names, or undefined for kinds that are not followed (casts, operators, …). */
export function namedObject(type: string | undefined, node: Node | undefined, facts: FactsBuilder): ObjectRef | undefined {
  const key = type ?? "";
  const relation = relations[key];
  if (relation !== undefined) return relationNamed(relation, namesOf(node), facts);
  const under = underTables[key];
  if (under !== undefined) {
    const names = namesOf(node);
    return under === "column" && names.length < 2 ? undefined : underTable(under, names, facts);
  }
  if (plain[key] !== undefined) return { kind: "other", name: `${plain[key]} ${namesOf(node).at(-1) ?? ""}` };
  if (inSchemas[key] !== undefined) {
    const named = parts(namesOf(node));
    return { ...named, kind: "other", name: `${inSchemas[key]} ${named.name}` };
  }
  switch (key) {
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
    case "OBJECT_AGGREGATE":
      return routineRef(as(node, "ObjectWithArgs"));
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN": {
      const type = typeRef(as(node, "TypeName")) ?? { kind: "type" as const, ...parts(namesOf(node)) };
      return key === "OBJECT_DOMAIN" ? { ...type, kind: "domain" } : type;
    }
    case "OBJECT_SCHEMA":
      return { kind: "schema", name: namesOf(node).at(-1) ?? "" };
    case "OBJECT_EXTENSION":
      return { kind: "extension", name: namesOf(node).at(-1) ?? "" };
    case "OBJECT_ROLE":
      return { kind: "role", name: namesOf(node).at(-1) ?? "" };
    case "OBJECT_RULE": {
      const rule = underTable("other", namesOf(node), facts);
      return { ...rule, name: `rule ${rule.name}` };
    }
    default:
      return undefined;
  }
}
