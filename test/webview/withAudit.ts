import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { launchChromium } from "../../scripts/machine/chromium.ts";
import { audit } from "./audits.ts";
import { Panel } from "./panel.ts";

/** A panel that shows the audit, anew for each test of a file; a test fails where the page had an error. */
export function useAudit(): { readonly browser: Browser; readonly panel: Panel } {
  let browser: Browser;
  let panel: Panel;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    panel = await Panel.open(browser);
    await panel.show(audit);
  });
  afterEach(async () => {
    expect(panel.errors).toEqual([]);
    await panel.close();
  });
  return {
    get browser() {
      return browser;
    },
    get panel() {
      return panel;
    },
  };
}
