import * as vscode from "vscode";
import { isDataEngineerError } from "../../core/errors.ts";
import type { Log } from "../log.ts";

/** A row of a view. Ids are stable: they keep what is expanded and selected across refreshes. */
export interface ViewNode {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: vscode.ThemeIcon;
  /** `a.b.c`: the kind first, then what may be done with it; menus match on it. */
  readonly contextValue?: string;
  readonly expanded?: boolean;
  readonly command?: vscode.Command;
  /** What a screen reader says instead of label and description. */
  readonly spoken?: string;
  /** Words for the agent's command that a menu runs on it. */
  readonly words?: readonly string[];
  /** Built when the row is pointed at. */
  readonly tooltip?: () => vscode.MarkdownString | string;
  /** Absent: a leaf. */
  readonly children?: () => Promise<readonly ViewNode[]> | readonly ViewNode[];
}

const pageSize = 200;

/** One view: rows are made by `roots`; a row whose children fail gets one that says why and retries. */
export class NodeTree implements vscode.TreeDataProvider<ViewNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ViewNode | undefined>();
  private readonly known = new Map<string, ViewNode>();
  private readonly parents = new Map<string, string>();
  private readonly pages = new Map<string, number>();
  private readonly failures = new Map<string, readonly ViewNode[]>();
  private readonly roots: () => Promise<readonly ViewNode[]>;
  private readonly log: Log;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(roots: () => Promise<readonly ViewNode[]>, log: Log) {
    this.roots = roots;
    this.log = log;
  }

  getTreeItem(node: ViewNode): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, node.children === undefined ? None : node.expanded === true ? Expanded : Collapsed);
    item.id = node.id;
    if (node.description !== undefined) item.description = node.description;
    if (node.icon !== undefined) item.iconPath = node.icon;
    if (node.contextValue !== undefined) item.contextValue = node.contextValue;
    if (node.command !== undefined) item.command = node.command;
    if (node.spoken !== undefined) item.accessibilityInformation = { label: node.spoken };
    return item;
  }

  async getChildren(node?: ViewNode): Promise<ViewNode[]> {
    const id = node?.id ?? "";
    const failed = this.failures.get(id);
    const children = failed ?? (await this.load(node));
    const shown = this.page(node, children);
    for (const child of shown) {
      this.known.set(child.id, child);
      this.parents.set(child.id, id);
    }
    return shown;
  }

  getParent(node: ViewNode): ViewNode | undefined {
    return this.known.get(this.parents.get(node.id) ?? "");
  }

  resolveTreeItem(item: vscode.TreeItem, node: ViewNode): vscode.TreeItem {
    item.tooltip = node.tooltip?.() ?? node.description ?? node.label;
    return item;
  }

  /** Reads again: one row's children, or the whole view. */
  refresh(id?: string): void {
    if (id === undefined) this.failures.clear();
    else this.failures.delete(id);
    this.changed.fire(id === undefined ? undefined : this.known.get(id));
  }

  more(id: string): void {
    this.pages.set(id, (this.pages.get(id) ?? 1) + 1);
    this.changed.fire(this.known.get(id));
  }

  private async load(node: ViewNode | undefined): Promise<readonly ViewNode[]> {
    try {
      return await (node === undefined ? this.roots() : (node.children?.() ?? []));
    } catch (error) {
      this.log.error(error);
      const rows = [retryNode(this, node?.id ?? "", error)];
      this.failures.set(node?.id ?? "", rows);
      return rows;
    }
  }

  private page(node: ViewNode | undefined, children: readonly ViewNode[]): ViewNode[] {
    const id = node?.id ?? "";
    const count = (this.pages.get(id) ?? 1) * pageSize;
    if (children.length <= count) return [...children];
    const left = children.length - count;
    const more: ViewNode = {
      id: `${id}/…`, label: `Show ${Math.min(left, pageSize)} more`, description: `${left} not shown`, icon: new vscode.ThemeIcon("ellipsis"),
      command: { command: "dataEngineer.views.more", title: "Show More", arguments: [this, id] },
    };
    return [...children.slice(0, count), more];
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function retryNode(tree: NodeTree, id: string, error: unknown): ViewNode {
  const message = error instanceof Error ? error.message : String(error);
  const next = isDataEngineerError(error) ? error.next : undefined;
  return {
    id: `${id}/retry`, label: "Try again", description: message, icon: new vscode.ThemeIcon("refresh"), contextValue: "retry",
    spoken: `${message} ${next ?? ""} Activate to try again.`,
    tooltip: () => (next === undefined ? message : `${message}\n${next}`),
    command: { command: "dataEngineer.views.retry", title: "Try Again", arguments: [tree, id] },
  };
}
