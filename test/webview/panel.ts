import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import type { FromAudit, ToAudit } from "../../src/protocol/audit/messages.ts";
import { readFromAudit } from "../../src/protocol/audit/messages.ts";
import type { FromExplain, ToExplain } from "../../src/protocol/explain/messages.ts";
import { readFromExplain } from "../../src/protocol/explain/messages.ts";
import { pageText } from "../../src/vscode/panels/pageText.ts";
import type { Theme } from "./themes.ts";
import { themes } from "./themes.ts";

const root = path.resolve(import.meta.dirname, "../..");
const origin = "https://webview.test";

interface Channel {
  readonly to: { readonly type: string };
  readonly from: { readonly type: string };
  readonly view: object;
}

interface AuditChannel extends Channel {
  readonly to: ToAudit;
  readonly from: FromAudit;
  readonly view: Extract<ToAudit, { readonly type: "show" }>["view"];
}

interface ExplainChannel extends Channel {
  readonly to: ToExplain;
  readonly from: FromExplain;
  readonly view: Extract<ToExplain, { readonly type: "show" }>["view"];
}

interface Opening {
  readonly theme?: Theme;
  readonly state?: unknown;
  readonly width?: number;
}

/** A webview's page in Chromium, under its own policy and with the editor's colours, and what it sends. */
export class Panel<Of extends Channel = AuditChannel> {
  readonly page: Page;
  readonly sent: Of["from"][] = [];
  /** What the page's policy refused: directive, sample and source. */
  readonly violations: string[] = [];
  readonly errors: string[] = [];
  state: unknown;

  private constructor(page: Page) {
    this.page = page;
  }

  static open(browser: Browser, opening: Opening = {}): Promise<Panel> {
    return Panel.load<AuditChannel>(browser, "audit", readFromAudit, opening);
  }

  static openExplain(browser: Browser, opening: Opening = {}): Promise<Panel<ExplainChannel>> {
    return Panel.load<ExplainChannel>(browser, "explain", readFromExplain, opening);
  }

  private static async load<Of extends Channel>(browser: Browser, name: string, readFrom: (message: unknown) => Of["from"] | undefined, { theme = "dark", state, width = 1200 }: Opening): Promise<Panel<Of>> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, reducedMotion: "reduce" });
    const panel = new Panel<Of>(page);
    panel.state = state;
    page.on("pageerror", (error) => panel.errors.push(error.stack ?? error.message));
    await page.route("**", (route) => {
      const file = new URL(route.request().url()).pathname.slice(1);
      if (file === "") return route.fulfill({ contentType: "text/html", body: pageText({ nonce: "bm9uY2U=", cspSource: origin, script: `${origin}/${name}.js`, style: `${origin}/${name}.css` }) });
      if (![`${name}.js`, `${name}.css`].includes(file)) return route.abort();
      return route.fulfill({ contentType: file.endsWith(".js") ? "text/javascript" : "text/css", body: readFileSync(path.join(root, "dist", "webviews", file), "utf8") });
    });
    await page.exposeFunction("sentToHost", (message: unknown) => {
      const read = readFrom(message);
      if (read === undefined) panel.errors.push(`not a message: ${JSON.stringify(message).slice(0, 200)}`);
      else panel.sent.push(read);
    });
    await page.exposeFunction("keptByHost", (kept: unknown) => {
      panel.state = kept;
    });
    await page.exposeFunction("violated", (what: string) => panel.violations.push(what));
    await page.addInitScript(prepare, { state, ...themes[theme] });
    await page.goto(`${origin}/`);
    await page.waitForFunction(() => document.querySelector("main") !== null);
    return panel;
  }

  async show(view: Of["view"]): Promise<void> {
    await this.receive({ type: "show", view });
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }

  async receive(message: Of["to"] | Record<string, unknown>): Promise<void> {
    await this.page.evaluate((data) => {
      window.dispatchEvent(new MessageEvent("message", { data }));
    }, message);
  }

  last(): Of["from"] | undefined {
    return this.sent.at(-1);
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

interface Prepared {
  readonly state: unknown;
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

declare function sentToHost(message: unknown): void;
declare function keptByHost(state: unknown): void;
declare function violated(what: string): void;

/** What the editor does to a webview before its own script runs. */
function prepare({ state, kind, variables }: Prepared): void {
  let kept = state;
  const api = { postMessage: sentToHost, getState: () => kept, setState: (next: unknown) => keptByHost((kept = next)) };
  Object.assign(window, { acquireVsCodeApi: () => api });
  document.addEventListener("securitypolicyviolation", (event) => {
    violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  });
  document.addEventListener("readystatechange", () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
    document.body.className = kind;
    document.body.dataset["vscodeThemeKind"] = kind;
  });
}
