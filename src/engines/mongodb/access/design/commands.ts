import type { Value } from "../../bson/value.ts";
import { relaxed } from "../../bson/write.ts";
import { newIndex } from "../../newIndex.ts";
import { commandText, createIndexes, text } from "../../render/commandTexts.ts";
import { schemaOf } from "../mark.ts";
import { scopedName, shownValue } from "../scope.ts";
import type { DesignRoom, Share } from "./room.ts";

/** A command with what undoes it; undone in reverse order. */
export interface Step {
  readonly sql: string;
  readonly undo: string;
}

/** Index, validator, views and roles, in this order. */
export function steps(room: DesignRoom): Step[] {
  return [...indexed(room), ...validated(room), ...viewed(room), ...granted(room)];
}

/** For each value its view and its role; of one view for all, the same view. */
export function sharesOf({ table, values, form }: Pick<DesignRoom, "table" | "values" | "form">): Share[] {
  const taken = new Set<string>();
  return values.map((value) => {
    let role = form === "roles" ? `${table.name}_of_${shownValue(value)}` : scopedName(table.name, shownValue(value));
    while (taken.has(role)) role = `${role}_2`;
    taken.add(role);
    return { value, role, view: form === "roles" ? `${table.name}_own` : role };
  });
}

/** `$jsonSchema` that demands the field, of one of these types. */
export function schemaWith(field: string, types: readonly string[]): Value {
  const type: Value = types.length === 1 ? types[0] : [...types];
  return new Map<string, Value>([["$jsonSchema", new Map<string, Value>([["required", [field]], ["properties", new Map<string, Value>([[field, new Map<string, Value>([["bsonType", type]])]])]])]]);
}

function indexed({ table, mark }: DesignRoom): Step[] {
  if (table.indexes.some(({ columns, predicate, method }) => columns[0] === mark.field && predicate === undefined && method !== "text" && method !== "wildcard")) return [];
  const name = `${mark.field}_1`;
  return [{ sql: createIndexes(table.name, [newIndex(table, name, [mark.field])])[0]!, undo: commandText(["dropIndexes", text(table.name)], ["index", text(name)]) }];
}

/** Beside what the collection's validator says already; not where documents break it, as they could not be changed any more. */
function validated({ table, mark, types, breaking }: DesignRoom): Step[] {
  if (breaking !== 0 || schemaOf(table).required.includes(mark.field)) return [];
  const own = relaxed(schemaWith(mark.field, types));
  const old = table.options["validator"];
  const set = (validator: string): string => commandText(["collMod", text(table.name)], ["validator", validator]);
  return [{ sql: set(old === undefined ? own : `{"$and": [${old}, ${own}]}`), undo: set(old ?? "{}") }];
}

function viewed(room: DesignRoom): Step[] {
  const { table, mark, form } = room;
  const views = new Map(sharesOf(room).map((share) => [share.view, share]));
  return [...views.values()].map(({ view, value }) => {
    const filter = form === "roles"
      ? new Map<string, Value>([["$expr", new Map<string, Value>([["$in", [new Map<string, Value>([["$concat", [`${table.name}_of_`, new Map<string, Value>([["$toString", `$${mark.field}`]])]]]), "$$USER_ROLES.role"]]])]])
      : new Map<string, Value>([[mark.field, value]]);
    return { sql: commandText(["create", text(view)], ["viewOn", text(table.name)], ["pipeline", relaxed([new Map([["$match", filter]])])]), undo: commandText(["drop", text(view)]) };
  });
}

function granted(room: DesignRoom): Step[] {
  if (!room.roles) return [];
  const { table, request } = room;
  const role = (name: string, collection: string, actions: readonly string[]): Step => ({ sql: createRole(room.database, name, collection, actions), undo: commandText(["dropRole", text(name)]) });
  return [
    ...sharesOf(room).map((share) => role(share.role, share.view, ["find"])),
    ...(request.mode === "granular" ? [role(`${table.name}_editor`, table.name, ["find", "insert", "update"]), role(`${table.name}_admin`, table.name, ["find", "insert", "update", "remove"])] : []),
  ];
}

export function createRole(database: string, name: string, collection: string, actions: readonly string[]): string {
  const privilege = commandText(["resource", commandText(["db", text(database)], ["collection", text(collection)])], ["actions", JSON.stringify(actions)]);
  return commandText(["createRole", text(name)], ["privileges", `[${privilege}]`], ["roles", "[]"]);
}
