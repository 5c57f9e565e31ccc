import * as vscode from "vscode";
import { locateNodes } from "../../core/plan/locate.ts";
import type { QueryPlace } from "../../core/plan/locate.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { planView } from "../../core/plan/planView.ts";
import { loadEngine } from "../../engines/load.ts";
import type { Run } from "../runs/finishedRuns.ts";
import type { Services } from "../services.ts";
import { offsetNow, originOf } from "./origins.ts";
import { planIn } from "./planData.ts";

/** Marks in the editor what a node comes from, with the cursor before it: in the document that the query was taken from, else in one that holds it, else in a read-only copy. A node that is none shows the whole query. What could not be done is said. */
export async function revealNode(services: Services, { report }: Run, node: number, beside: vscode.ViewColumn): Promise<string | undefined> {
  const plan = planIn(report.data["plan"]);
  if (plan?.query === undefined) return "The plan does not say which query it is of.";
  const places = await placesOf(plan, node);
  const { document, offset, said } = await documentOf(services, plan, plan.query);
  const ranges = (places.length === 0 ? [{ start: 0, end: plan.query.length }] : places).map(({ start, end }) => new vscode.Range(document.positionAt(offset + start), document.positionAt(offset + end)));
  const editor = await vscode.window.showTextDocument(document, { viewColumn: columnOf(document) ?? beside, preview: true, preserveFocus: false });
  const [first] = ranges;
  editor.selection = new vscode.Selection(first!.start, first!.start);
  editor.revealRange(first!, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  mark(editor, ranges);
  return said;
}

/** Until the cursor moves or the text changes. A selection would stay, and be what is explained the next time. */
function mark(editor: vscode.TextEditor, ranges: readonly vscode.Range[]): void {
  const look = vscode.window.createTextEditorDecorationType({ backgroundColor: new vscode.ThemeColor("editor.findMatchHighlightBackground"), textDecoration: "underline 2px", overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.findMatchForeground"), overviewRulerLane: vscode.OverviewRulerLane.Center });
  editor.setDecorations(look, ranges);
  const here = editor.selection;
  const unmark = vscode.Disposable.from(
    look,
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      if (textEditor.document === editor.document && selections[0]?.isEqual(here) !== true) unmark.dispose();
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document === editor.document && contentChanges.length > 0) unmark.dispose();
    }),
  );
}

async function placesOf(plan: Plan, node: number): Promise<readonly QueryPlace[]> {
  if (node < 0) return [];
  const place = locateNodes(planView(plan), plan.query ?? "", (await loadEngine(plan.dialect)).queryTokens).get(node);
  return place !== undefined && "places" in place ? place.places : [];
}

async function documentOf(services: Services, plan: Plan, query: string): Promise<{ readonly document: vscode.TextDocument; readonly offset: number; readonly said?: string }> {
  const origin = originOf(query);
  const documents = origin === undefined ? vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === "file" || uri.scheme === "untitled") : [await vscode.workspace.openTextDocument(origin.uri)];
  for (const document of documents) {
    const offset = offsetNow(document.getText(), query, origin?.offset ?? 0);
    if (offset !== undefined) return { document, offset };
  }
  const uri = services.previews.uri("Query of the plan", query, plan.dialect === "mongodb" ? "json" : "sql");
  const said = origin === undefined ? {} : { said: "The query was changed in its file since; this is a copy of what was explained." };
  return { document: await vscode.workspace.openTextDocument(uri), offset: 0, ...said };
}

/** Where the document is to be seen already. */
function columnOf(document: vscode.TextDocument): vscode.ViewColumn | undefined {
  return vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
}
