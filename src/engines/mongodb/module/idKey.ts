import { bsonClass, isDoc, numberOf } from "../bson/value.ts";

/** A text that is equal for two _ids that the server takes for one, whatever driver made them: numbers of all types by their size, documents by their fields in order. */
export function idKey(id: unknown): string {
  if (id === null || id === undefined) return "null";
  if (id instanceof Date) return `date ${id.getTime()}`;
  if (Array.isArray(id)) return `[${id.map(idKey).join()}]`;
  const type = bsonClass(id);
  if (type === undefined && typeof id === "object") {
    const fields = isDoc(id) ? [...id] : id instanceof Uint8Array ? undefined : Object.entries(id);
    return fields === undefined ? `Binary ${Buffer.from(id as Uint8Array).toString("hex")}` : `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${idKey(value)}`).join()}}`;
  }
  if (type === "Long") return `number ${String(id)}`;
  const number = numberOf(id);
  if (number !== undefined) return `number ${number}`;
  if (type === "Binary") return `Binary ${Buffer.from((id as { readonly buffer: Uint8Array }).buffer).toString("hex")}`;
  return `${type === "ObjectID" ? "ObjectId" : (type ?? typeof id)} ${String(id as string)}`;
}
