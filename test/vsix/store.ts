import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";
import { Hand } from "./hand.ts";

/** A database of an engine's server and the migrations of a workspace for it. */
export interface StoreOf {
  readonly engine: string;
  /** Of a server where databases may be made; "" where there is none. */
  readonly server: string;
  /** Text by file name. */
  readonly migrations: Readonly<Record<string, string>>;
  create(): Promise<void>;
  drop(): Promise<void>;
}

/** The workspace as it is open in the editor; filled when the tests run. */
export interface Store {
  readonly workbench: Workbench;
  readonly hand: Hand;
  readonly migrations: string;
  /** What the workspace's settings hold. */
  settings(): unknown;
}

/** Tests the packaged extension in a fresh VS Code on one engine; where its server is missing that is said, and fails if the engine is required. */
export function describeStore({ engine, server, migrations, create, drop }: StoreOf, tests: (store: Store) => void): void {
  describe(`the whole workflow on ${engine}`, () => {
    if (server === "") {
      it("is not driven: its server's URL is not set", () => {
        expect((process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim())).not.toContain(engine);
      });
      return;
    }
    const folder = mkdtempSync(path.join(tmpdir(), `de-${engine}-`));
    const workspace = path.join(folder, "store");
    let workbench: Workbench;
    let hand: Hand;
    const store: Store = {
      get workbench() {
        return workbench;
      },
      get hand() {
        return hand;
      },
      migrations: path.join(workspace, "migrations"),
      settings: () => JSON.parse(readFileSync(path.join(workspace, ".vscode", "settings.json"), "utf8")) as unknown,
    };

    beforeAll(async () => {
      await create();
      mkdirSync(store.migrations, { recursive: true });
      for (const [name, text] of Object.entries(migrations)) writeFileSync(path.join(store.migrations, name), text);
      installVsix(inject("vsix"), path.join(folder, "data"));
      workbench = await Workbench.open({ workspace, dataFolder: path.join(folder, "data") });
      hand = new Hand(workbench);
      await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
    });

    afterAll(async () => {
      await workbench.close();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    });

    afterEach(async ({ task }) => {
      await hand.look(`${engine} ${task.name}`);
    });

    tests(store);
  });
}
