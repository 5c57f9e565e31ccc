/** Tells whether an unknown value is a `Value`: what both ends of a channel ask of a message before they believe it. */
export type Shape<Value> = (value: unknown) => value is Value;

export type Shaped<Checked> = Checked extends Shape<infer Value> ? Value : never;

type Fields = Readonly<Record<string, Shape<unknown>>>;

type Whole<Required extends Fields, Optional extends Fields> = { readonly [Key in keyof Required]: Shaped<Required[Key]> } & { readonly [Key in keyof Optional]?: Shaped<Optional[Key]> };

export const text: Shape<string> = (value) => typeof value === "string";
export const count: Shape<number> = (value): value is number => typeof value === "number" && Number.isFinite(value);
export const flag: Shape<boolean> = (value) => typeof value === "boolean";

/** A text no longer than `most` UTF-16 units. */
export function textUpTo(most: number): Shape<string> {
  return (value): value is string => text(value) && value.length <= most;
}

export function oneOf<const Word extends string>(...words: readonly Word[]): Shape<Word> {
  return (value): value is Word => typeof value === "string" && (words as readonly string[]).includes(value);
}

export function list<Item>(item: Shape<Item>): Shape<readonly Item[]> {
  return (value): value is readonly Item[] => Array.isArray(value) && value.every(item);
}

/** An object with these fields; those of `optional` may be missing. Others are not looked at. */
export function fields<Required extends Fields, Optional extends Fields = Record<never, never>>(required: Required, optional?: Optional): Shape<Whole<Required, Optional>> {
  return (value): value is Whole<Required, Optional> => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const given = value as Readonly<Record<string, unknown>>;
    return Object.entries(required).every(([key, shape]) => Object.hasOwn(given, key) && shape(given[key])) && Object.entries(optional ?? {}).every(([key, shape]) => given[key] === undefined || shape(given[key]));
  };
}

/** One of several shapes, each told by its own literal. */
export function anyOf<const Shapes extends readonly Shape<unknown>[]>(...shapes: Shapes): Shape<Shaped<Shapes[number]>> {
  return (value): value is Shaped<Shapes[number]> => shapes.some((shape) => shape(value));
}
