import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { pageText } from "./pageText.ts";

/** What a webview may load comes from one folder, and nothing that it shows can run a command. */
export function panelOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, enableCommandUris: false, enableForms: false, localResourceRoots: [folder(extension)] };
}

/** The page of one of the bundles in dist/webviews. */
export function panelPage(webview: vscode.Webview, extension: vscode.Uri, view: "audit" | "explain"): string {
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder(extension), file)).toString();
  return pageText({ nonce: randomBytes(16).toString("base64"), cspSource: webview.cspSource, script: address(`${view}.js`), style: address(`${view}.css`) });
}

function folder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, "dist", "webviews");
}
