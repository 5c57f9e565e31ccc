import { StatementError } from "../../core/errors.ts";
import type { Probe, ServerFacts } from "../engine.ts";
import { textsOf } from "./prepare.ts";
import type { Wire } from "./wire/wire.ts";

/**
 * Tells which metadata locks this connection newly holds (where the server keeps performance_schema and lets us see it),
 * and which tables got a new place for their rows since the last look (where it lets us see InnoDB's own list of tables).
 */
export class Prober {
  private readonly wire: Wire;
  private readonly facts: ServerFacts;
  private locks = new Set<string>();
  private places: ReadonlyMap<string, string> | undefined;
  private unseen = new Set<string>();

  constructor(wire: Wire, facts: ServerFacts) {
    this.wire = wire;
    this.facts = facts;
  }

  async probe(): Promise<Probe> {
    const held = await this.ask("locks", `SELECT m.OBJECT_NAME, m.LOCK_TYPE FROM performance_schema.metadata_locks m JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE t.PROCESSLIST_ID = CONNECTION_ID() AND m.OBJECT_TYPE = 'TABLE' AND m.LOCK_STATUS = 'GRANTED' AND m.OBJECT_SCHEMA = ? ORDER BY 1, 2`, this.facts.database);
    const locks = held.map(([object = "", mode = ""]) => ({ object, mode }));
    const fresh = locks.filter(({ object, mode }) => !this.locks.has(`${object} ${mode}`));
    this.locks = new Set(locks.map(({ object, mode }) => `${object} ${mode}`));
    return { locks: [...new Map(fresh.map((lock) => [`${lock.object} ${lock.mode}`, lock])).values()], rewrites: await this.rewrites() };
  }

  private async rewrites(): Promise<string[]> {
    const list = this.facts.dialect === "mariadb" ? "INNODB_SYS_TABLES" : "INNODB_TABLES";
    const rows = await this.ask("places", `SELECT SUBSTRING(NAME, LENGTH(?) + 2), TABLE_ID FROM information_schema.${list} WHERE NAME LIKE CONCAT(REPLACE(REPLACE(?, '\\\\', '\\\\\\\\'), '_', '\\\\_'), '/%')`, this.facts.database, this.facts.database);
    const now = new Map(rows.map(([name = "", place = ""]) => [name, place]));
    const before = this.places;
    this.places = now;
    return before === undefined ? [] : [...now].filter(([name, place]) => before.has(name) && before.get(name) !== place).map(([name]) => name);
  }

  /** A user who may not see it sees nothing. */
  private async ask(what: string, text: string, ...params: string[]): Promise<string[][]> {
    if (this.unseen.has(what)) return [];
    try {
      return (await this.wire.send(text, { params })).rows.map(textsOf);
    } catch (error) {
      if (!(error instanceof StatementError) || (error.reason !== "permission" && error.reason !== "undefinedObject")) throw error;
      this.unseen.add(what);
      return [];
    }
  }
}
