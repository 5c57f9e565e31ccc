import { randomBytes } from "node:crypto";
import { Decimal128, Double, Long, ObjectId, UUID } from "mongodb";
import { UsageError } from "../../../core/errors.ts";
import type { Value } from "../bson/value.ts";
import type { Mark } from "./mark.ts";

/** What a person wrote as the value of such a field. Throws UsageError where it could not be one. */
export function valueOfText(text: string, { field, type }: Mark): Value {
  switch (type) {
    case "objectId":
      if (/^[0-9a-f]{24}$/i.test(text)) return new ObjectId(text);
      throw misfit(text, field, "an ObjectId: 24 hexadecimal digits");
    case "int":
    case "number":
      return numberIn(text, field);
    case "long":
      return Long.fromNumber(numberIn(text, field));
    case "double":
      return new Double(numberIn(text, field));
    case "decimal":
      return Decimal128.fromString(String(numberIn(text, field)));
    case "binData":
      if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return new UUID(text);
      throw misfit(text, field, "a UUID");
    default:
      return text;
  }
}

export function isValueOf(text: string, mark: Mark): boolean {
  try {
    valueOfText(text, mark);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** One of the same kind that is somebody else's. */
export function otherText(text: string, { type }: Mark): string {
  if (type === "objectId") return randomBytes(12).toString("hex");
  if (type === "binData") return "00000000-0000-4000-8000-000000000000";
  return /^\d+$/.test(text) ? String(BigInt(text) + 1n) : `${text}_other`;
}

function numberIn(text: string, field: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) throw misfit(text, field, "a number");
  return number;
}

function misfit(text: string, field: string, wanted: string): UsageError {
  return new UsageError("badArgument", `"${text}" is no value of ${field}, which holds ${wanted}.`, { next: "Give a value as the documents have it." });
}
