import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { commands, findCommand } from "../../../src/agent/commands.ts";
import { slashName } from "../../../src/vscode/chat/request.ts";
import { tools } from "../../../src/vscode/chat/tools.ts";
import { ownCommands } from "../../../src/vscode/own/ownCommands.ts";

type When = { readonly when?: string; readonly enablement?: string };
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly ({ readonly command: string; readonly title: string; readonly category: string; readonly icon?: string } & When)[];
    readonly menus: Readonly<Record<string, readonly ({ readonly command: string } & When)[]>>;
    readonly viewsWelcome: readonly ({ readonly contents: string } & When)[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { readonly scope: string; readonly default?: unknown; readonly markdownDescription: string }>> }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly description: string; readonly media: { readonly svg: string }; readonly completionEvents: readonly string[] }[] }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly chatParticipants: readonly { readonly id: string; readonly commands: readonly { readonly name: string; readonly description: string }[] }[];
    readonly languageModelTools: readonly { readonly name: string; readonly inputSchema: { readonly properties: object; readonly required: readonly string[] } }[];
  };
}

const root = path.resolve(import.meta.dirname, "../../..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const { contributes } = manifest;
const known = new Set([...commands.map((entry) => entry.id), ...ownCommands.map((command) => command.id)]);
const contextKeys = new Set([...readFileSync(path.join(root, "src/vscode/contextKeys.ts"), "utf8").matchAll(/^ {2}"(dataEngineer\.\w+)":/gm)].map((match) => match[1]));

describe("package.json", () => {
  it("contributes the editor's own commands as their table says", () => {
    for (const own of ownCommands) {
      const found = contributes.commands.find((command) => command.command === own.id);
      expect({ title: found?.title, icon: found?.icon, enablement: found?.enablement, category: found?.category }).toEqual({ title: own.title, icon: own.icon, enablement: own.enablement, category: "Data Engineer" });
      expect((contributes.menus["commandPalette"] ?? []).some((item) => item.command === own.id && item.when === "false")).toBe(!own.palette);
    }
    expect(new Set(contributes.commands.map((command) => command.command))).toEqual(known);
  });

  it("names no command in a menu, a welcome text or a walkthrough that is not there", () => {
    const inMenus = Object.values(contributes.menus).flat().map((item) => item.command);
    const texts = [...contributes.viewsWelcome.map((welcome) => welcome.contents), ...contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps.map((step) => step.description))];
    const linked = texts.flatMap((text) => [...text.matchAll(/command:(dataEngineer[\w.]+)/g)].map((match) => match[1] ?? ""));
    expect([...inMenus, ...linked].filter((command) => !known.has(command))).toEqual([]);
  });

  it("uses only context keys of the table", () => {
    const clauses = [...Object.values(contributes.menus).flat(), ...contributes.commands, ...contributes.viewsWelcome].flatMap(({ when, enablement }) => [when ?? "", enablement ?? ""]);
    const events = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps.flatMap((step) => step.completionEvents));
    const views = /view == dataEngineer\.\w+/g;
    const used = [...clauses.map((clause) => clause.replace(views, "")), ...events].flatMap((clause) => [...clause.matchAll(/dataEngineer\.\w+/g)].map(([key]) => key));
    expect(used.filter((key) => !contextKeys.has(key))).toEqual([]);
    expect(contextKeys.size).toBeGreaterThan(5);
  });

  it("ships every file that it names", () => {
    const files = [...contributes.snippets, ...contributes.grammars].map((item) => item.path).concat(contributes.jsonValidation.map((item) => item.url)).concat(contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps.map((step) => step.media.svg)));
    for (const file of files) {
      expect(existsSync(path.join(root, file)), file).toBe(true);
      if (file.endsWith(".json")) JSON.parse(readFileSync(path.join(root, file), "utf8"));
    }
  });

  it("keeps a workspace from weakening safety", () => {
    const settings = Object.assign({}, ...contributes.configuration.map((section) => section.properties)) as Manifest["contributes"]["configuration"][number]["properties"];
    expect(settings["dataEngineer.permissionMode"]?.scope).toBe("application");
    const limits = Object.entries(settings).filter(([name]) => /\.timeouts\.|largeTableRows$/.test(name));
    expect(limits.map(([, { scope }]) => scope)).toEqual(limits.map(() => "machine"));
    expect(limits).toHaveLength(5);
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe("limited");
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain("dataEngineer.connections");
    for (const [name, setting] of Object.entries(settings)) {
      expect(setting.default, name).toBeDefined();
      expect(setting.markdownDescription, name).toMatch(/\.$/);
    }
    expect(manifest.activationEvents).toEqual(["onLanguage:sql", "onWebviewPanel:dataEngineer.audit", "onWebviewPanel:dataEngineer.explain", "workspaceContains:**/*.up.json", "workspaceContains:**/migrate-mongo-config.js"]);
  });

  it("offers the built commands in chat, as the registry describes them", () => {
    const slashes = contributes.chatParticipants[0]?.commands ?? [];
    const expected = commands.filter((entry) => entry.built && entry.faces.includes("chat") && entry.name !== "exit");
    expect(slashes).toEqual(expected.map((entry) => ({ name: slashName(entry), description: entry.summary })));
  });

  it("has a schema for each language-model tool, with the words of its command", () => {
    expect(contributes.languageModelTools.map((tool) => tool.name)).toEqual(tools.map((tool) => tool.name));
    for (const tool of tools) {
      const entry = findCommand(tool.command);
      const schema = contributes.languageModelTools.find((one) => one.name === tool.name)?.inputSchema;
      expect(Object.keys(schema?.properties ?? {})).toEqual([...tool.args, ...tool.flags]);
      expect(schema?.required.length).toBe(entry?.args.filter((argument) => argument.required).length);
      expect(tool.flags.filter((flag) => !entry?.flags.some((one) => one.name === flag))).toEqual([]);
      if (entry?.effect !== "read" || tool.command === "dry-run") expect(tool.showsSql, tool.name).toBe(true);
    }
  });
});
