/** A table's CREATE_OPTIONS as information_schema lists them: `max_rows=1000 row_format=COMPRESSED KEY_BLOCK_SIZE=8 partitioned`. Names in lower case. */
export function createOptions(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, quoted, word, value] of text.matchAll(/(?:`([^`]+)`|([A-Za-z_]+))=('(?:[^']|'')*'|"[^"]*"|\S+)/g)) {
    const name = quoted === undefined ? (word ?? "").toLowerCase() : `\`${quoted.toLowerCase()}\``;
    found[name] = (value ?? "").startsWith('"') ? `'${(value ?? "").slice(1, -1)}'` : (value ?? "");
  }
  return found;
}

/** What each option is called when it is not set: the words that take it away. */
export function withoutOption(name: string): string {
  if (name.startsWith("`")) return `${name}=DEFAULT`;
  const words: Readonly<Record<string, string>> = { row_format: "DEFAULT", stats_persistent: "DEFAULT", stats_auto_recalc: "DEFAULT", stats_sample_pages: "DEFAULT", pack_keys: "DEFAULT", page_checksum: "DEFAULT", transactional: "DEFAULT", compression: "''", encryption: "'N'", connection: "''", secondary_engine: "NULL", union: "()" };
  return `${name.toUpperCase()}=${words[name] ?? "0"}`;
}
