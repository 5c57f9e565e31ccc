import type { Command } from "../command.ts";
import { isDoc, type Doc, type Value } from "../bson/value.ts";

/** A command about roles on a scratch database: what is said of the database that it stands for is said of it. */
export function rolesOnScratch(command: Command, standsFor: string, scratch: string): Command {
  return { ...command, document: moved(command.document, standsFor, scratch) };
}

function moved(document: Doc, from: string, to: string): Doc {
  return new Map([...document].map(([name, value]) => [name, name === "db" && value === from ? to : inside(value, from, to)]));
}

function inside(value: Value, from: string, to: string): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => inside(item, from, to));
  return isDoc(value) ? moved(value, from, to) : value;
}
