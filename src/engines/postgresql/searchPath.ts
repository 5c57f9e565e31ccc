const entry = /\s*(?:"((?:[^"]|"")*)"|([^",]+?))\s*(?:,|$)/gy;

/**
 * A search path under which the server's own functions and operators come first, which they do where it does not name pg_catalog; undefined where the given one is such.
 * A database's or role's own path may put them last, and then whoever may create in a schema before them decides what `=` does for everybody who connects.
 */
export function serverFirst(path: string): string | undefined {
  const schemas = [...path.matchAll(entry)].map(([text, quoted, plain]) => ({ text: text.replace(/,\s*$/, "").trim(), name: quoted?.replaceAll('""', '"') ?? plain!.toLowerCase() }));
  const at = schemas.findIndex(({ name }) => name === "pg_catalog");
  return at <= 0 ? undefined : schemas.filter(({ name }) => name !== "pg_catalog").map(({ text }) => text).join(", ");
}
