import { Raises } from "./choices.ts";

export type Constant = string | number | boolean;

/** What an expression comes to in one run: each nameable unknown has one value there. */
export interface Value {
  /** The same text for the same value. */
  readonly key: string;
  readonly isNull: boolean;
  readonly constant?: Constant;
  /** It is made from who asks, and from nothing of the row. */
  readonly caller?: boolean;
  /** It is made from the row alone. */
  readonly row?: boolean;
  /** A number that is never negative. */
  readonly count?: boolean;
}

/** SQL's three truth values; null is unknown. */
export type Truth = boolean | null;

export const nothing: Value = { key: "null", isNull: true };

export function constant(value: Constant): Value {
  return { key: `constant ${typeof value} ${String(value)}`, isNull: false, constant: value };
}

export function truth(value: Truth): Value {
  return value === null ? nothing : constant(value);
}

export function and(values: readonly Truth[]): Truth {
  return values.includes(false) ? false : values.includes(null) ? null : true;
}

export function or(values: readonly Truth[]): Truth {
  return values.includes(true) ? true : values.includes(null) ? null : false;
}

export function not(value: Truth): Truth {
  return value === null ? null : !value;
}

const integer = /^[+-]?\d+$/;

/** A constant after a cast; the server's errors for what cannot be cast. */
export function cast(value: Value, type: string): Value {
  if (value.isNull) return value;
  if (value.constant === undefined) return { ...value, key: `${value.key}::${type}` };
  const text = String(value.constant);
  switch (type) {
    case "bool":
      if (/^\s*(t|true|yes|on|1|y)\s*$/i.test(text)) return constant(true);
      if (/^\s*(f|false|no|off|0|n)\s*$/i.test(text)) return constant(false);
      throw new Raises();
    case "int2":
    case "int4":
    case "int8":
    case "numeric":
    case "float4":
    case "float8":
      if (text.trim() === "" || Number.isNaN(Number(text))) throw new Raises();
      if (type.startsWith("int") && !integer.test(text.trim())) return { key: `${value.key}::${type}`, isNull: false };
      return constant(Number(text));
    case "uuid":
    case "json":
    case "jsonb":
    case "date":
    case "timestamptz":
      if (text === "") throw new Raises();
      return { ...value, key: `${value.key}::${type}` };
    case "text":
    case "varchar":
      return constant(text);
    default:
      return { ...value, key: `${value.key}::${type}` };
  }
}
