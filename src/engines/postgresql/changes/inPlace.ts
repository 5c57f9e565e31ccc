import type { Catalog, TypeObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { isCastable } from "./castable.ts";
import { identifier, objectName } from "../render/identifier.ts";
import type { Part } from "../render/part.ts";
import { routineHeader } from "../render/routine.ts";

/** True where a part can take its new state without being dropped first. */
export function canChangeInPlace(old: Part, next: Part, from: Catalog, to: Catalog): boolean {
  switch (old.family) {
    case "extension":
    case "sequence":
    case "owned":
    case "setting":
    case "comment":
    case "grant":
    case "replicaIdentity":
      return true;
    case "default":
      return next.create.length > 0;
    case "routine":
      return old.state.startsWith("aggregate ") === false && headerOf(old) === headerOf(next);
    case "column":
      return old.type !== undefined && next.type !== undefined && isCastable(from, old.type, to, next.type);
    case "type":
      return attributeChanges(old.key, from, to) !== undefined;
    case "check":
    case "foreignKey":
      return next.state !== old.state && old.state === `${next.state} NOT VALID`;
    default:
      return false;
  }
}

/** The statements that bring a part to its new state. Columns and remade types are written elsewhere. */
export function changeInPlace(old: Part, next: Part, from: Catalog, to: Catalog): string[] {
  switch (old.family) {
    case "extension":
      return changedExtension(old, next);
    case "grant":
      return [...old.drop, ...next.create];
    case "type":
      return attributeChanges(old.key, from, to) ?? [];
    default:
      return [...(next.alter ?? next.create)];
  }
}

/** ALTER TYPE statements where attributes only go, or come at the end; undefined where the type must be made anew. */
function attributeChanges(key: string, from: Catalog, to: Catalog): string[] | undefined {
  const [old, next] = [from, to].map((catalog) => catalog.types.find((type) => `type ${qualified(type)}` === key));
  if (old?.form !== "composite" || next?.form !== "composite") return undefined;
  const wanted = next.attributes ?? [];
  const text = (attribute: NonNullable<TypeObject["attributes"]>[number]): string => `${identifier(attribute.name)} ${attribute.type}${attribute.collation === undefined ? "" : ` COLLATE ${attribute.collation}`}`;
  const kept = (old.attributes ?? []).filter((attribute) => wanted.some((other) => text(other) === text(attribute)));
  const gone = (old.attributes ?? []).filter((attribute) => !kept.includes(attribute));
  if (kept.some((attribute, index) => text(attribute) !== text(wanted[index]!))) return undefined;
  const name = objectName(next);
  return [
    ...gone.map((attribute) => `ALTER TYPE ${name} DROP ATTRIBUTE ${identifier(attribute.name)}`),
    ...wanted.slice(kept.length).map((attribute) => `ALTER TYPE ${name} ADD ATTRIBUTE ${text(attribute)}`),
  ];
}

function headerOf(part: Part): string {
  return routineHeader(part.state);
}

function changedExtension(old: Part, next: Part): string[] {
  const [oldSchema, oldVersion] = splitState(old.state);
  const [schema, version] = splitState(next.state);
  const name = next.drop[0]!.slice("DROP EXTENSION ".length);
  return [
    ...(schema === oldSchema ? [] : [`ALTER EXTENSION ${name} SET SCHEMA ${identifier(schema)}`]),
    ...(version === oldVersion ? [] : [`ALTER EXTENSION ${name} UPDATE TO '${version.replaceAll("'", "''")}'`]),
  ];
}

/** "schema version"; a version has no blanks. */
function splitState(state: string): [string, string] {
  const at = state.lastIndexOf(" ");
  return [state.slice(0, at), state.slice(at + 1)];
}
