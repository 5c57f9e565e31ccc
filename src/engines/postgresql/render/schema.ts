import type { ExtensionObject, SchemaObject } from "../../../core/catalog/catalog.ts";
import { quoteText } from "../quote.ts";
import { commentParts } from "./comment.ts";
import { grantParts } from "./grant.ts";
import { identifier } from "./identifier.ts";
import type { Part } from "./part.ts";

/** A schema; `public` is there from the start in most databases. */
export function schemaParts(schema: SchemaObject): Part[] {
  const key = `schema ${schema.name}`;
  const name = identifier(schema.name);
  return [
    {
      key,
      object: key,
      family: "schema",
      needs: [],
      text: "",
      state: "",
      create: [schema.name === "public" ? `CREATE SCHEMA IF NOT EXISTS ${name}` : `CREATE SCHEMA ${name}`],
      drop: [`DROP SCHEMA ${name}`],
    },
    ...commentParts(key, `SCHEMA ${name}`, schema.comment),
    ...grantParts(key, `SCHEMA ${name}`, schema),
  ];
}

/** An extension in the version that was installed. */
export function extensionParts(extension: ExtensionObject): Part[] {
  const key = `extension ${extension.name}`;
  const name = identifier(extension.name);
  return [
    {
      key,
      object: key,
      family: "extension",
      needs: [`schema ${extension.schema}`],
      text: "",
      state: `${extension.schema} ${extension.version}`,
      create: [`CREATE EXTENSION IF NOT EXISTS ${name} WITH SCHEMA ${identifier(extension.schema)} VERSION ${quoteText(extension.version)}`],
      drop: [`DROP EXTENSION ${name}`],
    },
  ];
}
