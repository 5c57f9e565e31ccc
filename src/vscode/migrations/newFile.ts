/** The number after the highest one, as wide as the others: "012" after "011"; a timestamp where they are timestamps. */
export function nextVersion(versions: readonly string[], now = new Date()): string {
  const numbers = versions.filter((version) => /^\d+$/.test(version));
  const last = numbers.reduce<string | undefined>((highest, version) => (highest === undefined || BigInt(version) > BigInt(highest) ? version : highest), undefined);
  if (last === undefined) return "001";
  if (last.length >= 14) return now.toISOString().replace(/\D/g, "").slice(0, last.length).padEnd(last.length, "0");
  return String(BigInt(last) + 1n).padStart(last.length, "0");
}

/** "Add total to orders" becomes "add_total_to_orders". */
export function slug(name: string): string {
  return name.normalize("NFKD").replace(/\p{Mark}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
}

/** Where the down script of an up script belongs: `.up.sql` has `.down.sql` (`.json` likewise), `up.sql` has `down.sql`, Flyway's `V` has `U`. */
export function downFileOf(up: string): string {
  const slash = up.lastIndexOf("/") + 1;
  const name = up.slice(slash);
  const down = /^up\.sql$/i.test(name) ? "down.sql" : /\.up\.(?:sql|json)$/i.test(name) ? name.replace(/\.up(\.[a-z]+)$/i, ".down$1") : /^V\d.*__/.test(name) ? `U${name.slice(1)}` : name.replace(/\.sql$/i, ".down.sql");
  return up.slice(0, slash) + down;
}

/** What a new script holds, up or down: a comment that says what for, or, for MongoDB, an empty list of commands. */
export function emptyScript(ending: ".sql" | ".json", comment: string): string {
  return ending === ".json" ? "[\n]\n" : `-- ${comment}\n`;
}
