/** Where something stands: offsets in UTF-16 units into the text that was read. */
export interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface Field {
  readonly name: string;
  /** Where the name stands. */
  readonly place: Placed;
  readonly value: Value;
}

/** A document in the order of its text. What JSON cannot say is a document of Extended JSON: `ObjectId("…")` is `{"$oid": "…"}`. */
export interface DocumentValue extends Placed {
  readonly kind: "document";
  readonly fields: readonly Field[];
}

export interface ArrayValue extends Placed {
  readonly kind: "array";
  readonly items: readonly Value[];
}

export interface ScalarValue extends Placed {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** A number as it was written. */
  readonly literal?: string;
}

export type Value = DocumentValue | ArrayValue | ScalarValue;

function fieldOf(document: DocumentValue, name: string): Field | undefined {
  return document.fields.find((field) => field.name === name);
}

/** The value of a field where it is there. */
export function valueOf(document: DocumentValue, name: string): Value | undefined {
  return fieldOf(document, name)?.value;
}

export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
}

export function documentOf(value: Value | undefined): DocumentValue | undefined {
  return value?.kind === "document" ? value : undefined;
}

export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === "array" ? value.items : [];
}

/** The value as the server would take it for a flag: absent, false, 0 and null are no. */
export function isTrue(value: Value | undefined): boolean {
  return value !== undefined && (value.kind !== "scalar" || (value.value !== false && value.value !== null && value.value !== 0));
}

export const numberTypes: ReadonlySet<string> = new Set(["$numberInt", "$numberLong", "$numberDouble", "$numberDecimal"]);

/** As a person reads it: a whole number in a number, `{"$numberInt": "1"}` or `{"$numberLong": "1"}`. */
export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === "scalar") return typeof value.value === "number" ? value.value : undefined;
  if (value?.kind !== "document" || value.fields.length !== 1) return undefined;
  const [{ name, value: inner }] = value.fields as [Field];
  const text = textOf(inner);
  return text !== undefined && numberTypes.has(name) ? Number(text) : undefined;
}

/** Extended JSON text of a value: order kept, whole numbers with all their digits, others with a point or an exponent. */
export function ejsonText(value: Value): string {
  if (value.kind === "array") return `[${value.items.map(ejsonText).join(",")}]`;
  if (value.kind === "document") return `{${value.fields.map((field) => `${JSON.stringify(field.name)}:${ejsonText(field.value)}`).join(",")}}`;
  return typeof value.value === "number" ? numberText(value.value, value.literal) : JSON.stringify(value.value);
}

function numberText(value: number, literal: string | undefined): string {
  if (!Number.isFinite(value)) return `{"$numberDouble":"${String(value)}"}`;
  const whole = /^(-?)(\d+|0x[0-9a-f]+)$/i.exec(literal ?? (Number.isInteger(value) ? String(value) : ""));
  if (whole !== null) return `${whole[1] ?? ""}${String(BigInt(whole[2] ?? ""))}`;
  if (Object.is(value, -0)) return "-0.0";
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}
