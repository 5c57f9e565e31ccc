import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Shadow, ShadowOptions } from "../engine.ts";
import { connect } from "./connect.ts";
import { sweep, temporaryPrefix } from "./temporary.ts";
import type { SessionParts, SqliteSession } from "./session.ts";

const labels: Readonly<Record<ShadowOptions["data"], string>> = {
  empty: "an empty database",
  schema: "an empty copy of the schema",
  sample: "a copy of the database",
  copy: "a copy of the database",
};

/** Disposable copies of the database in a folder of their own, removed when they are dropped, and by a later run where a crash left them. */
export class Shadows {
  private readonly session: SqliteSession;
  private readonly parts: SessionParts;
  private readonly open = new Set<Shadow>();

  constructor(session: SqliteSession, parts: SessionParts) {
    this.session = session;
    this.parts = parts;
  }

  async make({ data, signal }: ShadowOptions): Promise<Shadow> {
    await sweep(os.tmpdir());
    const folder = await mkdtemp(path.join(os.tmpdir(), temporaryPrefix()));
    const file = path.join(folder, "shadow.db");
    try {
      const fresh = data === "schema" || data === "empty";
      if (!fresh) await this.session.backup(file, signal);
      const session = await connect(this.parts.engine, {
        url: `sqlite:${encodeURIComponent(file)}?foreign_keys=${this.parts.input.foreignKeys ? "on" : "off"}${fresh ? "&create=true" : ""}`,
        cwd: folder,
        readOnly: false,
        timeouts: this.parts.timeouts,
        signal,
      });
      if (data === "schema") {
        const script = this.parts.engine.split(this.parts.engine.renderCatalog(await this.session.catalog(signal)));
        for (const statement of script.statements) await session.run(statement.text, { signal });
      }
      const drop = async (): Promise<void> => {
        this.open.delete(shadow);
        await session.close();
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      };
      const shadow: Shadow = { session, form: fresh ? "scratch" : "copy", label: labels[data], drop };
      this.open.add(shadow);
      return shadow;
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  }

  async dropAll(): Promise<void> {
    for (const shadow of [...this.open]) await shadow.drop();
  }
}
