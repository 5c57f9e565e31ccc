import type { DomainObject, TypeObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { quoteText } from "../quote.ts";
import { commentParts } from "./comment.ts";
import { grantParts } from "./grant.ts";
import { identifier, objectName } from "./identifier.ts";
import type { Family, Part } from "./part.ts";

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
    ...grantParts(key, `TYPE ${name}`, type),
  ];
}

/** A domain; its default, NOT NULL and checks are parts of their own, so that they can change under the columns that use it. */
export function domainParts(domain: DomainObject): Part[] {
  const key = `domain ${qualified(domain)}`;
  const name = objectName(domain);
  const collation = domain.collation === undefined ? "" : ` COLLATE ${domain.collation}`;
  const base = `${domain.type}${collation}`;
  const fallback = domain.default === undefined ? "" : ` DEFAULT ${domain.default}`;
  const checks = [...domain.checks].sort((a, b) => (a.name < b.name ? -1 : 1));
  const inline = checks.filter((check) => check.validated).map((check) => `\n    CONSTRAINT ${identifier(check.name)} ${check.definition}`);
  const facet = (suffix: string, family: Family, state: string, create: string, drop: string, text = ""): Part => ({ key: `${key}#${suffix}`, object: key, family, needs: [key], text, within: [key], state, create: [`ALTER DOMAIN ${name} ${create}`], drop: [`ALTER DOMAIN ${name} ${drop}`] });
  return [
    {
      key,
      object: key,
      family: "type",
      needs: [`schema ${domain.schema}`],
      text: base,
      state: base,
      create: [`CREATE DOMAIN ${name} AS ${base}${fallback}${domain.notNull ? " NOT NULL" : ""}${inline.join("")}`],
      drop: [`DROP DOMAIN ${name}`],
    },
    ...(domain.default === undefined ? [] : [{ ...facet("default", "default", domain.default, `SET DEFAULT ${domain.default}`, "DROP DEFAULT", domain.default), inline: key }]),
    ...(domain.notNull ? [{ ...facet("notNull", "notNull", "", "SET NOT NULL", "DROP NOT NULL"), inline: key }] : []),
    ...checks.map((check) => {
      const definition = check.validated ? check.definition : notValid(check.definition);
      const part: Part = facet(`check ${check.name}`, "check", definition, `ADD CONSTRAINT ${identifier(check.name)} ${definition}`, `DROP CONSTRAINT ${identifier(check.name)}`, check.definition);
      const validated = { ...part, alter: [`ALTER DOMAIN ${name} VALIDATE CONSTRAINT ${identifier(check.name)}`] };
      return check.validated ? { ...validated, inline: key } : validated;
    }),
    ...commentParts(key, `DOMAIN ${name}`, domain.comment),
    ...grantParts(key, `DOMAIN ${name}`, domain),
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
