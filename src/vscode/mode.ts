import * as vscode from "vscode";
import type { PermissionMode } from "../agent/permissionMode.ts";
import { setContext } from "./contextKeys.ts";
import { setting } from "./settings.ts";

const modes: readonly PermissionMode[] = ["ask", "auto", "explore"];
const key = "permissionMode";

export const modeMeans: Readonly<Record<PermissionMode, string>> = {
  ask: "every write asks first",
  auto: "only destructive changes ask",
  explore: "nothing can be written, the connection is read-only",
};

/** The permission mode of this workspace; the setting says where a workspace starts. */
export class Mode implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly memento: vscode.Memento;
  readonly onDidChange = this.changed.event;

  constructor(memento: vscode.Memento) {
    this.memento = memento;
    setContext("dataEngineer.mode", this.current);
  }

  get current(): PermissionMode {
    const kept = this.memento.get<PermissionMode>(key);
    return modes.find((mode) => mode === kept) ?? setting<PermissionMode>("permissionMode");
  }

  set(mode: PermissionMode): void {
    void this.memento.update(key, mode);
    setContext("dataEngineer.mode", mode);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
