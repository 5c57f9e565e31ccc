import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../machine/chromium.ts";
import { startServer, type VscodeServer, writeSettings } from "./server.ts";

export interface WorkbenchOptions {
  readonly workspace: string;
  readonly dataFolder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trustEverything?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** A real VS Code in a real browser, driven as a person would: keys, clicks and looks. */
export class Workbench {
  readonly page: Page;
  private readonly browser: Browser;
  private readonly server: VscodeServer;

  private constructor(page: Page, browser: Browser, server: VscodeServer) {
    this.page = page;
    this.browser = browser;
    this.server = server;
  }

  /** Opens a folder and waits for the workbench. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    writeSettings(options.dataFolder, options.settings ?? {});
    const server = await startServer({ dataFolder: options.dataFolder, trustEverything: options.trustEverything ?? true, testDriver: false, ...(options.env === undefined ? {} : { env: options.env }) });
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 });
    await page.goto(`${server.url}?folder=${encodeURIComponent(options.workspace)}`);
    await page.waitForSelector(".monaco-workbench .part.statusbar", { timeout: 60_000 });
    return new Workbench(page, browser, server);
  }

  /** Runs a command through the palette by the title that a person reads. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.page.waitForSelector(".quick-input-widget input", { state: "visible" });
    await this.page.keyboard.type(title, { delay: 5 });
    await this.page.waitForSelector(`.quick-input-list .monaco-list-row:has-text(${JSON.stringify(title.split(": ").pop())})`);
    await this.page.keyboard.press("Enter");
  }

  /** Opens a file of the workspace by its name; asks again where something else took the focus from the question. */
  async openFile(name: string): Promise<void> {
    const label = name.split("/").pop()!;
    const input = this.page.locator(".quick-input-widget input.input");
    const opened = this.page.locator(".tab.active", { hasText: label });
    for (let tries = 1; ; tries++) {
      try {
        await this.page.keyboard.press("Control+P");
        await input.fill(name, { timeout: 10_000 });
        await this.page.locator(".quick-input-list .monaco-list-row", { has: this.page.getByText(label, { exact: true }) }).first().click({ timeout: 10_000 });
        return await opened.waitFor({ timeout: 10_000 });
      } catch (error) {
        if (tries === 3) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
  }

  /** Chooses from the context menu that is open; a menu passes over a click in its first moments. */
  async chooseFromMenu(label: string): Promise<void> {
    const item = this.page.locator(".monaco-menu .action-label", { hasText: label }).first();
    await item.waitFor({ timeout: 30_000 });
    for (let tries = 0; tries < 10 && (await item.isVisible()); tries++) {
      await item.click({ timeout: 5_000 }).catch((error: unknown) => {
        if (tries === 9) throw error;
      });
      await this.page.waitForTimeout(400);
    }
  }

  /** All text that is to be seen, that of webviews included. */
  async text(): Promise<string> {
    const texts = await Promise.all(this.page.frames().map((frame) => frame.locator("body").innerText({ timeout: 2000 }).catch(() => "")));
    return texts.join("\n").replaceAll("\u00a0", " ");
  }

  /** Scrolls to the first heading with this text, in whatever webview it is. */
  async find(heading: RegExp): Promise<void> {
    for (let tries = 0; tries < 60; tries++) {
      for (const frame of this.page.frames()) {
        const found = frame.locator("h1, h2, h3", { hasText: heading }).first();
        if (await found.count().catch(() => 0)) return found.evaluate((element) => element.scrollIntoView());
      }
      await this.page.waitForTimeout(500);
    }
    throw new Error(`There is no heading ${heading.source} to be seen.`);
  }

  /** Writes what is to be seen now as a PNG. */
  async look(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }
}
