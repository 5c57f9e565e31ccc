import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { launchChromium } from "../scripts/machine/chromium.ts";
import type { Browser } from "playwright-core";
import { pageText } from "../src/vscode/panels/pageText.ts";
import { manyNodes, viewOf } from "../test/webview/plans.ts";
import { themes } from "../test/webview/themes.ts";

/** From the message with a plan of 1,000 nodes to the paint in which its tree stands, in Chromium with the packaged page. */
const bound = 200;
const nodes = 1_000;
const rounds = 15;

/** Runs in the page: hands the message over and waits for the frame after the one in which the first row is there. */
const painted = `(message) => new Promise((resolve) => {
  const begun = performance.now();
  window.dispatchEvent(new MessageEvent("message", { data: message }));
  const look = () => {
    if (document.querySelector(".tree-line") === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun), 0));
  };
  look();
})`;

const root = path.resolve(import.meta.dirname, "..");
await build({ absWorkingDir: root, bundle: true, platform: "browser", target: "chrome130", format: "iife", minify: true, logLevel: "warning", outdir: "dist/webviews", entryPoints: [{ in: "webviews/explain/main.ts", out: "explain" }, { in: "webviews/explain/explain.css", out: "explain" }] });
/** The page as the editor opens it: under its policy, with the colours of a theme. */
async function openPage(browser: Browser): Promise<Awaited<ReturnType<Browser["newPage"]>>> {
  const origin = "https://webview.test";
  const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.route("**", (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    if (file === "") return route.fulfill({ contentType: "text/html", body: pageText({ nonce: "bm9uY2U=", cspSource: origin, script: `${origin}/explain.js`, style: `${origin}/explain.css` }) });
    return route.fulfill({ contentType: file.endsWith(".js") ? "text/javascript" : "text/css", body: readFileSync(path.join(root, "dist", "webviews", file), "utf8") });
  });
  await page.addInitScript(`window.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });
    document.addEventListener("readystatechange", () => {
      for (const [name, value] of Object.entries(${JSON.stringify(themes.dark.variables)})) document.documentElement.style.setProperty(name, value);
      document.body.className = "vscode-dark";
    });`);
  await page.goto(`${origin}/`);
  await page.locator("main").waitFor({ state: "attached" });
  return page;
}

const began = performance.now();
const view = viewOf({ plan: manyNodes(nodes) });
const made = performance.now() - began;
const browser = await launchChromium();
const times: number[] = [];
try {
  for (let round = 0; round < rounds; round++) {
    const page = await openPage(browser);
    times.push(await page.evaluate<number>(`(${painted})(${JSON.stringify({ type: "show", view })})`));
    await page.close();
  }
} finally {
  await browser.close();
}
const sorted = times.toSorted((a, b) => a - b);
const median = sorted[(rounds - 1) / 2] ?? Infinity;
console.log(`plan of ${nodes} nodes in the panel: ${median.toFixed(0)} ms to its first paint (median of ${sorted.map((time) => time.toFixed(0)).join(", ")}), ${(median / bound).toFixed(2)} of its bound of ${bound} ms; ${made.toFixed(0)} ms before that in the extension`);
process.exitCode = median > bound ? 1 : 0;
