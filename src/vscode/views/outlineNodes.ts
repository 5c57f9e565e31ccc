import * as vscode from "vscode";
import { counted } from "../../core/counted.ts";
import { dialectNames } from "../../core/engineId.ts";
import { nounsOf } from "../../core/nouns.ts";
import type { ServerFacts } from "../../engines/engine.ts";
import type { Outline, OutlineItem, OutlineKind, OutlineParts } from "../../engines/outline.ts";
import { rangesOf } from "./ranges.ts";
import type { ViewNode } from "./nodeTree.ts";

/** A database as the view shows it; `parts` reads what one row opens to. */
export interface OutlinedDatabase {
  readonly facts: ServerFacts;
  readonly outline: Outline;
  readonly parts: (item: OutlineItem) => Promise<OutlineParts>;
}

/** The rows below a connection: the server, then its schemas (or, where the engine has none, its tables). */
export function databaseNodes(id: string, database: OutlinedDatabase): ViewNode[] {
  const { facts, outline } = database;
  const server = serverNode(id, facts);
  if (outline.schemas.length === 0) return [server, ...itemNodes(id, outline.items, database)];
  const bySchema = new Map<string, OutlineItem[]>(outline.schemas.map((schema) => [schema, []]));
  for (const item of outline.items) bySchema.get(item.schema)?.push(item);
  const schemas = outline.schemas.map((schema): ViewNode => {
    const own = bySchema.get(schema) ?? [];
    const schemaId = `${id}/schema/${schema}`;
    const relations = own.filter(isRelation).length;
    return {
      id: schemaId, label: schema, description: relations === 1 ? "1 table or view" : `${relations.toLocaleString("en")} tables and views`, icon: new vscode.ThemeIcon("symbol-namespace"), contextValue: "schema",
      expanded: outline.schemas.length === 1,
      ...(own.length === 0 ? {} : { children: () => itemNodes(schemaId, own, database) }),
    };
  });
  return [server, ...schemas];
}

function serverNode(id: string, facts: ServerFacts): ViewNode {
  const pairs: [string, string][] = [
    ["version", facts.version], ["database", facts.database], ["user", facts.user],
    ["rights", facts.superuser ? "superuser" : ""], ["transport", facts.tls === null ? "" : facts.tls ? "encrypted" : "not encrypted"],
    ...Object.entries(facts.settings),
  ];
  const shown = pairs.filter(([, value]) => value !== "");
  return {
    id: `${id}/server`, label: `${dialectNames[facts.dialect]} ${facts.version}`, description: facts.tls === false ? "not encrypted" : "", icon: new vscode.ThemeIcon("server"), contextValue: "server",
    children: () => shown.map(([name, value]) => ({ id: `${id}/server/${name}`, label: name, description: value, icon: new vscode.ThemeIcon("symbol-property") })),
  };
}

const relationKinds: ReadonlySet<OutlineKind> = new Set(["table", "view", "materializedView", "collection"]);
const groups: readonly { readonly kind: OutlineKind; readonly label: string; readonly icon: string }[] = [
  { kind: "routine", label: "Routines", icon: "symbol-method" }, { kind: "trigger", label: "Triggers", icon: "zap" },
  { kind: "event", label: "Events", icon: "calendar" }, { kind: "sequence", label: "Sequences", icon: "symbol-numeric" },
];

function isRelation(item: OutlineItem): boolean {
  return relationKinds.has(item.kind);
}

/** Tables and views first, many of them in ranges; then a row for each other kind that is there. */
function itemNodes(id: string, items: readonly OutlineItem[], database: OutlinedDatabase): ViewNode[] {
  const relations = items.filter(isRelation).sort(byName);
  const ranges = rangesOf(relations);
  const shown = ranges.length === 1
    ? relations.map((item) => relationNode(id, item, database))
    : ranges.map((range): ViewNode => {
      const [first = "", last = ""] = [range[0]?.name, range.at(-1)?.name];
      return {
        id: `${id}/range/${first}`, label: `${first} … ${last}`, description: String(range.length), icon: new vscode.ThemeIcon("folder"), contextValue: "range",
        spoken: `${range.length} from ${first} to ${last}`, children: () => range.map((item) => relationNode(id, item, database)),
      };
    });
  const others = groups.flatMap(({ kind, label, icon }): ViewNode[] => {
    const own = items.filter((item) => item.kind === kind).sort(byName);
    if (own.length === 0) return [];
    return [{
      id: `${id}/${kind}s`, label, description: String(own.length), icon: new vscode.ThemeIcon(icon), contextValue: "group",
      children: () => own.map((item) => ({ id: `${id}/${kind}/${item.name}/${item.detail ?? ""}`, label: item.name, description: item.detail ?? "", icon: new vscode.ThemeIcon(icon), contextValue: kind, spoken: `${kind} ${item.name} ${item.detail ?? ""}` })),
    }];
  });
  return [...shown, ...others];
}

function byName(a: OutlineItem, b: OutlineItem): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

const kindWords: Readonly<Partial<Record<OutlineKind, string>>> = { view: "view", materializedView: "materialised view", table: "table", collection: "collection" };
const kindIcons: Readonly<Partial<Record<OutlineKind, string>>> = { view: "eye", materializedView: "eye", table: "table", collection: "json" };

function relationNode(id: string, item: OutlineItem, database: OutlinedDatabase): ViewNode {
  const kind = kindWords[item.kind] ?? item.kind;
  const rows = item.rows === undefined ? "" : counted(Math.round(item.rows), nounsOf(database.facts.dialect).row);
  const view = item.kind === "view" || item.kind === "materializedView";
  return {
    id: `${id}/${item.kind}/${item.name}`, label: item.name, icon: new vscode.ThemeIcon(kindIcons[item.kind] ?? "table"), contextValue: view ? "view" : "table",
    description: view ? kind : (item.detail ?? (rows === "" ? "" : `~${rows}`)), spoken: `${kind} ${item.name}${rows === "" ? "" : `, about ${rows}`}`,
    children: async () => partNodes(`${id}/${item.kind}/${item.name}`, await database.parts(item)),
  };
}

function partNodes(id: string, parts: OutlineParts): ViewNode[] {
  const leaf = (kind: string, icon: string) => ({ name, detail }: { readonly name: string; readonly detail: string }): ViewNode => ({
    id: `${id}/${kind}/${name}`, label: name, description: detail, icon: new vscode.ThemeIcon(icon), contextValue: kind, spoken: `${kind} ${name}, ${detail}`, tooltip: () => lines([`${kind} ${name}`, detail]),
  });
  return [
    ...parts.columns.map((column): ViewNode => {
      const words = [column.detail, column.key ? "primary key" : "", column.target === undefined ? "" : `→ ${column.target}`].filter((word) => word !== "");
      return {
        id: `${id}/column/${column.name}`, label: column.name, description: words.join(" · "), icon: new vscode.ThemeIcon(column.key ? "key" : column.target === undefined ? "symbol-field" : "references"), contextValue: "column",
        spoken: `column ${column.name}, ${words.join(", ")}`, tooltip: () => lines([`${column.name} ${column.detail}`, column.comment ?? ""]),
      };
    }),
    ...parts.rules.map(leaf("option", "settings")),
    ...parts.indexes.map(leaf("index", "list-tree")),
    ...parts.triggers.map(leaf("trigger", "zap")),
    ...(parts.comment === undefined ? [] : [leaf("comment", "comment")({ name: parts.comment, detail: "" })]),
  ];
}

/** Text from the database stays text: nothing in it becomes a link or markup. */
function lines(texts: readonly string[]): vscode.MarkdownString {
  const shown = new vscode.MarkdownString();
  texts.filter((text) => text !== "").forEach((text, index) => {
    if (index > 0) shown.appendMarkdown("\n\n");
    shown.appendText(text);
  });
  return shown;
}
