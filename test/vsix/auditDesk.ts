import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Frame, Locator } from "playwright-core";
import { expect, inject } from "vitest";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";
import { Hand, patience } from "./hand.ts";

/** How the editor reaches a server; the password, where there is one, goes through its environment. */
export function profileOf(engine: string, url: string, database: string): Readonly<Record<string, unknown>> {
  const { hostname, port, username, password } = new URL(url);
  return {
    name: "Shop", role: "development", engine, host: hostname, port: Number(port === "" ? 5432 : port), database, tls: "disable",
    ...(username === "" ? {} : { user: decodeURIComponent(username) }), ...(password === "" ? {} : { password: "${env:TEST_AUDIT_PASSWORD}" }),
  };
}

/** An editor with one connection, called Shop, and what a person does with the audit's panel in it. */
export class AuditDesk {
  readonly workbench: Workbench;
  readonly hand: Hand;
  readonly workspace: string;
  private readonly folder: string;

  private constructor(workbench: Workbench, folder: string, workspace: string) {
    this.workbench = workbench;
    this.hand = new Hand(workbench);
    this.folder = folder;
    this.workspace = workspace;
  }

  static async open(engine: string, url: string, database: string): Promise<AuditDesk> {
    const folder = mkdtempSync(path.join(tmpdir(), "de-audit-"));
    const workspace = path.join(folder, "shop");
    mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
    writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "dataEngineer.connections": [profileOf(engine, url, database)] }));
    installVsix(inject("vsix"), path.join(folder, "data"));
    const workbench = await Workbench.open({ workspace, dataFolder: path.join(folder, "data"), env: { TEST_AUDIT_PASSWORD: decodeURIComponent(new URL(url).password) } });
    const desk = new AuditDesk(workbench, folder, workspace);
    await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
    await desk.hand.row(/^Shop/).waitFor(patience);
    return desk;
  }

  async audit(scope: "rls" | "schema" | "full"): Promise<Frame> {
    await this.workbench.command("Data Engineer: Run Security Audit");
    await this.workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: scope }).first().click(patience);
    return this.panel(`Security audit: ${scope}`);
  }

  /** The page inside of the webview's frames, with this title. */
  async panel(title: string | RegExp = /./): Promise<Frame> {
    let found: Frame | undefined;
    await expect.poll(async () => {
      for (const frame of this.workbench.page.frames()) if (await frame.locator("main header h1", { hasText: title }).count().catch(() => 0)) found = frame;
      return found !== undefined;
    }, patience).toBe(true);
    return found!;
  }

  finding(frame: Frame, name: RegExp): Locator {
    return frame.getByRole("treeitem", { level: 2, name });
  }

  /** Opens a finding, applies its proven fix, agrees, and waits until the page, which may be loaded anew meanwhile, shows it no more. Gives what the editor asked. */
  async applyFix(name: RegExp): Promise<string> {
    const frame = await this.panel();
    await this.finding(frame, name).click(patience);
    await frame.getByRole("button", { name: "Apply Fix…" }).click(patience);
    const { said } = await this.hand.agree();
    await this.gone(name);
    return said;
  }

  /** Waits until nothing runs for the panel any more. */
  async idle(): Promise<Frame> {
    await expect.poll(async () => (await this.panel()).locator(".busy").count().catch(() => -1), patience).toBe(0);
    return this.panel();
  }

  gone(name: RegExp): Promise<void> {
    return expect.poll(async () => this.finding(await this.panel(), name).count().catch(() => -1), patience).toBe(0);
  }

  async close(): Promise<void> {
    await this.workbench.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
