import type { Cell, Result, Session } from "../engine.ts";
import type { Outline, OutlineItem, OutlineParts, OutlineReader } from "../outline.ts";
import { isHidden } from "./ownCollections.ts";

/** The outline of a MongoDB database: one command; the parts of a collection: three. */
export const mongodbOutline: OutlineReader = { outline, parts };

async function outline(session: Session, signal: AbortSignal): Promise<Outline> {
  const found = records(await session.run(JSON.stringify({ listCollections: 1, nameOnly: true, authorizedCollections: true }), { signal }));
  const shown = found.filter(({ name }) => typeof name === "string" && !isHidden(name));
  return {
    schemas: [],
    items: shown.map(({ name, type }): OutlineItem => ({ kind: type === "view" ? "view" : "collection", schema: "", name: String(name), ...(type === "timeseries" ? { detail: "time series" } : {}) })),
  };
}

async function parts(session: Session, { kind, name }: Pick<OutlineItem, "kind" | "name">, signal: AbortSignal): Promise<OutlineParts> {
  const [info = {}] = records(await session.run(JSON.stringify({ listCollections: 1, filter: { name } }), { signal }));
  const options = objectOf(info["options"]);
  const rules = Object.entries(options).map(([option, value]) => ({ name: option, detail: typeof value === "string" ? value : JSON.stringify(value) }));
  if (kind === "view") return { columns: [], indexes: [], triggers: [], rules };
  const indexes = records(await session.run(JSON.stringify({ listIndexes: name }), { signal }));
  const [counted] = records(await session.run(JSON.stringify({ count: name }), { signal }));
  const documents = counted?.["n"];
  return {
    columns: [], triggers: [],
    indexes: indexes.map((index) => {
      const words = ["unique", "sparse", "hidden"].filter((word) => index[word] === true);
      const expires = index["expireAfterSeconds"];
      return { name: String(index["name"]), detail: [JSON.stringify(index["key"] ?? {}), ...words, ...(expires === undefined || expires === null ? [] : [`expires after ${JSON.stringify(expires)} s`])].join(" · ") };
    }),
    rules: [...(documents === undefined || documents === null ? [] : [{ name: "documents", detail: Number(documents).toLocaleString("en") }]), ...rules],
  };
}

function records(result: Result): Readonly<Record<string, Cell>>[] {
  return result.rows.map((row) => Object.fromEntries(result.columns.map(({ name }, index) => [name, row[index] ?? null])));
}

/** A document in a cell: as it is, or as Extended JSON text. */
function objectOf(cell: Cell | undefined): Readonly<Record<string, Cell>> {
  const value: unknown = typeof cell === "string" && cell.startsWith("{") ? JSON.parse(cell) : cell;
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Readonly<Record<string, Cell>>) : {};
}
