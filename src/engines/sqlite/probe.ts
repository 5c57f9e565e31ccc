import type { Probe } from "../engine.ts";
import type { RawRow } from "./protocol.ts";

type Query = (queries: readonly string[]) => Promise<readonly (readonly RawRow[])[]>;

/** SQLite locks the whole file and has no lock list; a table whose root page moved, or that was made under an old table's name, was rebuilt. */
export class Rewrites {
  private roots: ReadonlyMap<string, number> | undefined;

  forget(): void {
    this.roots = undefined;
  }

  /** What was rebuilt since the last probe; the first one of a transaction only looks. */
  async probe(query: Query): Promise<Probe> {
    const [rows = []] = await query(["SELECT name, rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'data\\_engineer\\_%' ESCAPE '\\'"]);
    const before = this.roots ?? new Map<string, number>();
    const now = rows.map(([name, root]) => [String(name), Number(root)] as const);
    // A table that was dropped is remembered: in a rebuild another one takes its name later.
    this.roots = new Map([...before, ...now]);
    return { locks: [], rewrites: now.filter(([name, root]) => before.has(name) && before.get(name) !== root).map(([name]) => name) };
  }
}
