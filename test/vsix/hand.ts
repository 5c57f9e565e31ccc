import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { root } from "../../scripts/machine/process.ts";
import type { Workbench } from "../../scripts/vscode/workbench.ts";

/** How long a person would wait at most. */
export const patience = { timeout: 90_000 } as const;

/** What a question said, and the name that it wanted typed ("" where a click was enough). */
export interface Agreed {
  readonly said: string;
  readonly typed: string;
}

/** What a person does in the workbench: finds rows, clicks lenses, answers questions. */
export class Hand {
  private readonly workbench: Workbench;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
  }

  row(text: string | RegExp): Locator {
    return this.workbench.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
  }

  dialog(): Locator {
    return this.workbench.page.locator(".monaco-dialog-box");
  }

  lens(text: string): Locator {
    return this.workbench.page.locator(".editor-group-container.active .codelens-decoration a", { hasText: text }).first();
  }

  /** Types the answer to the step with this title. */
  async answer(title: string | RegExp, value: string): Promise<void> {
    const { page } = this.workbench;
    await page.locator(".quick-input-titlebar", { hasText: title }).waitFor(patience);
    await page.locator(".quick-input-widget input.input").fill(value);
    await page.keyboard.press("Enter");
  }

  /** Clicks the choice with this label in the step with this title. */
  async choose(title: string | RegExp, label: string | RegExp): Promise<void> {
    const { page } = this.workbench;
    await page.locator(".quick-input-titlebar", { hasText: title }).waitFor(patience);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click(patience);
  }

  /** Keeps what is to be seen now in out/looks, for a person to look at. */
  async look(name: string): Promise<void> {
    const folder = path.join(root, "out", "looks");
    mkdirSync(folder, { recursive: true });
    await this.workbench.look(path.join(folder, `${name}.png`));
  }

  /** Clicks a button of an empty view: "Add Connection", "Take Snapshot". */
  async press(button: string): Promise<void> {
    await this.workbench.page.locator(".pane-body a", { hasText: button }).first().click(patience);
  }

  /** Opens a migration's file from its row in the Migrations view. */
  async open(file: string): Promise<void> {
    await this.row(file.replace(/\.up\..*$/, "").replaceAll("_", " ")).click(patience);
    await this.workbench.page.locator(".tab.active", { hasText: file }).waitFor(patience);
  }

  async dryRun(file: string): Promise<void> {
    await this.open(file);
    await this.lens("Dry-run").click(patience);
  }

  /** Applies a migration from its lens and waits until its row says so. */
  async apply(file: string): Promise<Agreed> {
    await this.open(file);
    await this.lens("Apply").click(patience);
    const agreed = await this.agree();
    await this.row(new RegExp(`${file.replace(/\.up\..*$/, "").replaceAll("_", " ")}\\s*applied`)).waitFor(patience);
    return agreed;
  }

  async takeSnapshot(label: string): Promise<void> {
    await this.press("Take Snapshot");
    await this.answer("label", label);
    await this.row(label).waitFor(patience);
  }

  /** Rolls back to a snapshot from its row in the Snapshots view. */
  async rollBackTo(label: string): Promise<void> {
    await this.row(label).click({ button: "right" });
    await this.workbench.chooseFromMenu("Roll Back");
    await this.agree();
  }

  /** Agrees to what the dialog asks, by the object's name where it wants that. */
  async agree(): Promise<Agreed> {
    const dialog = this.dialog();
    await dialog.waitFor(patience);
    const said = (await dialog.innerText()).replaceAll("\u00a0", " ");
    if ((await dialog.getByText("Type Its Name…").count()) === 0) {
      await dialog.getByText("Continue", { exact: true }).click();
      return { said, typed: "" };
    }
    await dialog.getByText("Type Its Name…").click();
    const prompt = this.workbench.page.locator(".quick-input-widget", { hasText: /Type \S+ to go on/ });
    await prompt.waitFor(patience);
    const typed = /Type (\S+) to go on/.exec(await prompt.innerText())?.[1] ?? "";
    await this.workbench.page.locator(".quick-input-widget input.input").fill(typed);
    await this.workbench.page.keyboard.press("Enter");
    return { said, typed };
  }
}
