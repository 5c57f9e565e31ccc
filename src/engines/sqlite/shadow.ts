import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Session, Shadow, ShadowOptions } from "../engine.ts";
import type { SqliteLink } from "./link.ts";
import { sweep, temporaryPrefix } from "./temporary.ts";
import type { SessionParts } from "./sessionParts.ts";

const labels: Readonly<Record<ShadowOptions["data"], string>> = {
  empty: "an empty database",
  schema: "an empty copy of the schema",
  sample: "a copy of the database",
  copy: "a copy of the database",
};

/** Disposable copies of the database in a folder of their own, removed when they are dropped, and by a later run where a crash left them. */
export class Shadows {
  private readonly session: SqliteLink;
  private readonly parts: SessionParts;
  private readonly open = new Set<Shadow>();

  constructor(session: SqliteLink, parts: SessionParts) {
    this.session = session;
    this.parts = parts;
  }

  async make({ data, signal }: ShadowOptions): Promise<Shadow> {
    await sweep(os.tmpdir());
    const folder = await mkdtemp(path.join(os.tmpdir(), temporaryPrefix()));
    const file = path.join(folder, "shadow.db");
    let session: Session | undefined;
    try {
      const fresh = data === "schema" || data === "empty";
      if (!fresh) await this.session.backup(file, signal);
      session = await this.parts.open({
        url: `sqlite:${encodeURIComponent(file)}?foreign_keys=${this.parts.input.foreignKeys ? "on" : "off"}${fresh ? "&create=true" : ""}`,
        cwd: folder,
        readOnly: false,
        timeouts: this.parts.timeouts,
        signal,
      });
      // It need not outlive a power failure.
      await session.run("PRAGMA synchronous = off");
      if (data === "schema") await this.restoreSchema(session, signal);
      return this.opened(session, folder, { form: fresh ? "scratch" : "copy", label: labels[data] });
    } catch (error) {
      await session?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  }

  private opened(session: Session, folder: string, described: Pick<Shadow, "form" | "label">): Shadow {
    const drop = async (): Promise<void> => {
      this.open.delete(shadow);
      await session.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    };
    const shadow: Shadow = { ...described, session, drop };
    this.open.add(shadow);
    return shadow;
  }

  private async restoreSchema(session: Session, signal: AbortSignal): Promise<void> {
    const script = this.parts.engine.split(this.parts.engine.renderCatalog(await this.session.catalog(signal)));
    await session.transaction("commit", async () => {
      for (const statement of script.statements) await session.run(statement.text, { signal });
    });
  }

  async dropAll(): Promise<void> {
    for (const shadow of [...this.open]) await shadow.drop();
  }
}
