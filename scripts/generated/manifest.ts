import { commands } from "../../src/agent/commands.ts";
import { slashName } from "../../src/vscode/chat/request.ts";

interface ManifestCommand {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly enablement?: string;
}

interface Manifest {
  readonly contributes?: {
    readonly commands?: readonly ManifestCommand[];
    readonly chatParticipants?: readonly object[];
    readonly menus?: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>;
  };
}

/** package.json with the registry's commands in it, first and in their order, and those that chat offers; the editor's own commands stay as they are. */
export function manifestWithCommands(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  const written = manifest.contributes?.commands ?? [];
  const ids = new Set(commands.map((entry) => entry.id));
  const ours = commands.map((entry): ManifestCommand => {
    const { enablement: _, ...extras } = written.find((one) => one.command === entry.id) ?? { command: entry.id, title: "" };
    return { ...extras, title: entry.title, category: "Data Engineer", ...(entry.needs.includes("trust") ? { enablement: "isWorkspaceTrusted" } : {}) };
  });
  const menus = manifest.contributes?.menus ?? {};
  const slashes = commands.filter((entry) => entry.built && entry.faces.includes("chat") && entry.name !== "exit").map((entry) => ({ name: slashName(entry), description: entry.summary }));
  const chat = manifest.contributes?.chatParticipants?.map((participant) => ({ ...participant, commands: slashes }));
  const palette = (menus["commandPalette"] ?? []).filter((item) => !ids.has(item.command ?? ""));
  const hidden = commands.filter((entry) => !entry.faces.includes("palette")).map((entry) => ({ command: entry.id, when: "false" }));
  const changed = {
    ...manifest,
    contributes: { ...manifest.contributes, commands: [...ours, ...written.filter((one) => !ids.has(one.command))], ...(chat === undefined ? {} : { chatParticipants: chat }), menus: { ...menus, commandPalette: [...hidden, ...palette] } },
  };
  return `${JSON.stringify(changed, null, 2)}\n`;
}
