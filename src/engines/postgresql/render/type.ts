import type { DomainObject, TypeObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { quoteText } from "../quote.ts";
import { commentParts } from "./comment.ts";
import { grantParts } from "./grant.ts";
import { identifier, objectName } from "./identifier.ts";
import type { Part } from "./part.ts";

/** An enum, a composite type or a range type. */
export function typeParts(type: TypeObject): Part[] {
  const key = `type ${qualified(type)}`;
  const name = objectName(type);
  const create = `CREATE TYPE ${name} AS ${body(type)}`;
  return [
    {
      key,
      object: key,
      family: "type",
      needs: [`schema ${type.schema}`],
      text: create,
      state: create,
      create: [create],
      drop: [`DROP TYPE ${name}`],
    },
    ...commentParts(key, `TYPE ${name}`, type.comment),
    ...grantParts(key, `TYPE ${name}`, type.grants),
  ];
}

/** A domain with its constraints. */
export function domainParts(domain: DomainObject): Part[] {
  const key = `domain ${qualified(domain)}`;
  const name = objectName(domain);
  const collation = domain.collation === undefined ? "" : ` COLLATE ${domain.collation}`;
  const fallback = domain.default === undefined ? "" : ` DEFAULT ${domain.default}`;
  const checks = [...domain.checks].sort((a, b) => (a.name < b.name ? -1 : 1));
  const inline = checks.filter((check) => check.validated).map((check) => `\n    CONSTRAINT ${identifier(check.name)} ${check.definition}`);
  const create = `CREATE DOMAIN ${name} AS ${domain.type}${collation}${fallback}${domain.notNull ? " NOT NULL" : ""}${inline.join("")}`;
  const unvalidated = checks.filter((check) => !check.validated).map((check) => `ALTER DOMAIN ${name} ADD CONSTRAINT ${identifier(check.name)} ${notValid(check.definition)}`);
  return [
    {
      key,
      object: key,
      family: "type",
      needs: [`schema ${domain.schema}`],
      text: [create, ...unvalidated].join("; "),
      state: [create, ...unvalidated].join("; "),
      create: [create, ...unvalidated],
      drop: [`DROP DOMAIN ${name}`],
    },
    ...commentParts(key, `DOMAIN ${name}`, domain.comment),
    ...grantParts(key, `DOMAIN ${name}`, domain.grants),
  ];
}

/** The definition with NOT VALID at its end, once. */
export function notValid(definition: string): string {
  return / NOT VALID$/.test(definition) ? definition : `${definition} NOT VALID`;
}

function body(type: TypeObject): string {
  if (type.form === "enum") return `ENUM (${(type.values ?? []).map((value) => `\n    ${quoteText(value)}`).join(",")}\n)`;
  if (type.form === "range") return `RANGE (${type.definition ?? ""})`;
  const attributes = (type.attributes ?? []).map(({ name, type: of, collation }) => `\n    ${identifier(name)} ${of}${collation === undefined ? "" : ` COLLATE ${collation}`}`);
  return `(${attributes.join(",")}\n)`;
}
