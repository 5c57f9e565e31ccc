import { existsSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import { installDebian, root, run, which } from "./process.ts";

const places = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const applications = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium", "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"];

/** A Chromium to drive: the machine's, else Debian's package as root, else Playwright's own download. Throws where none can be had. */
export function findChromium(): string {
  const there = process.env["CHROMIUM"] ?? places.map(which).find((found) => found !== null) ?? applications.find((found) => existsSync(found));
  if (there !== undefined && there !== null) return there;
  if (installDebian("chromium")) {
    const installed = which("chromium");
    if (installed !== null) return installed;
  }
  if (!existsSync(chromium.executablePath())) run(process.execPath, [path.join(root, "node_modules/playwright-core/cli.js"), "install", "chromium"]);
  return chromium.executablePath();
}

/** Starts it without a window and without a look at the network. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
