import * as vscode from "vscode";
import { previewOf } from "./previewText.ts";

const scheme = "data-engineer-preview";

/** Statements that are about to run, and texts of snapshots, as read-only documents. */
export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor() {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? "";
  }

  /** The document's address; the same title gives the same document. */
  uri(title: string, text: string, extension = "sql"): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${title.replace(/[\\/]/g, "∕")}.${extension}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }

  async show(title: string, statements: readonly string[], viewColumn?: vscode.ViewColumn): Promise<void> {
    const { text, extension } = previewOf(statements);
    await vscode.window.showTextDocument(this.uri(title, text, extension), { preview: true, preserveFocus: true, ...(viewColumn === undefined ? {} : { viewColumn }) });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
