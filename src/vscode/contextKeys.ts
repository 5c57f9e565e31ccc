import * as vscode from "vscode";

/** Every key that a `when` clause of the manifest may name, and what it holds. */
export interface ContextKeys {
  "dataEngineer.hasConnections": boolean;
  "dataEngineer.hasActiveConnection": boolean;
  "dataEngineer.hasMigrations": boolean;
  "dataEngineer.hasSnapshots": boolean;
  "dataEngineer.hasReport": boolean;
  "dataEngineer.tookSnapshot": boolean;
  "dataEngineer.dryRan": boolean;
  "dataEngineer.applied": boolean;
  "dataEngineer.rolledBack": boolean;
  /** Set after the walkthrough was shown: VS Code ticks a step only for a key that turns true later than that. */
  "dataEngineer.walkthroughShown": boolean;
  "dataEngineer.mode": "ask" | "auto" | "explore";
}

const current = new Map<keyof ContextKeys, unknown>();

/** Sets a context key; an unchanged value costs nothing. */
export function setContext<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  if (current.get(key) === value) return;
  current.set(key, value);
  void vscode.commands.executeCommand("setContext", key, value);
}
