import type { MongoCommand } from "../mongoCommand.ts";
import { documentOf, isTrue, itemsOf, textOf, valueOf } from "../shell/value.ts";
import type { DocumentValue, Value } from "../shell/value.ts";
import { kindOf } from "./kinds.ts";
import { isOfOwnRoles } from "./ownRoles.ts";

const people = /(?:User|Users|Role|Roles)(?:FromDatabase|ToUser|FromUser|ToRole|FromRole)?$|Privileges(?:To|From)Role$/;

/** True where dropping the database that it ran on does not take its effect back. */
export function beyondDatabase({ name, document, admin }: MongoCommand): boolean {
  const kind = kindOf(name);
  if (name === "explain") return false;
  if (name === "renameCollection") return database(textOf(valueOf(document, name))) !== database(textOf(valueOf(document, "to")));
  if (kind === "ddl") return (people.test(name) && !isOfOwnRoles(name)) || admin === true;
  if (name === "aggregate") return itemsOf(valueOf(document, "pipeline")).some(writesElsewhere);
  if (name === "mapReduce") return valueOf(documentOf(valueOf(document, "out")) ?? document, "db") !== undefined;
  if (name === "bulkWrite") return true;
  return kind === "utility" || (admin === true && kind !== "query");
}

/** "shop" of "shop.orders"; "" where the connection's own database is meant. */
export function database(namespace: string | undefined): string {
  return namespace?.includes(".") === true ? namespace.slice(0, namespace.indexOf(".")) : "";
}

/** `$out` or `$merge` into a named database. */
function writesElsewhere(stage: Value): boolean {
  if (stage.kind !== "document") return false;
  const out = documentOf(valueOf(stage, "$out"));
  const into = documentOf(valueOf(documentOf(valueOf(stage, "$merge")) ?? emptied(stage), "into"));
  return [out, into].some((target) => target !== undefined && isTrue(valueOf(target, "db")));
}

function emptied(value: Value): DocumentValue {
  return { kind: "document", fields: [], start: value.start, end: value.end };
}
