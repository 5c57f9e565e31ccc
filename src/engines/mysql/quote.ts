/** A name in backticks, whatever it holds; it reads the same under every sql_mode. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** Quoted, with its database where one is named. */
export function quoteObject(object: { readonly schema?: string; readonly name: string }): string {
  return object.schema === undefined || object.schema === "" ? quoteName(object.name) : `${quoteName(object.schema)}.${quoteName(object.name)}`;
}

/**
 * A text literal that reads the same with backslash escapes and without (NO_BACKSLASH_ESCAPES): where the text holds a backslash
 * or a NUL, which one of the two would change, it is written as its UTF-8 bytes.
 */
export function quoteText(value: string): string {
  if (!/[\\\0]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `_utf8mb4 x'${Buffer.from(value, "utf8").toString("hex")}'`;
}

/** Columns, indexes, routines, triggers and events compare without regard to case; tables and databases do not (on most servers). */
export function foldName(name: string): string {
  return name.toLowerCase();
}
