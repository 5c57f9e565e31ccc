import type { FromAudit } from "../../src/protocol/audit/messages.ts";
import type { AuditView, ShownCell, ShownFinding } from "../../src/protocol/audit/view.ts";
import { Announcer } from "../shared/announcer.ts";
import { badge, tabs } from "../shared/controls.ts";
import type { Tab } from "../shared/controls.ts";
import { busyLine } from "../shared/busyLine.ts";
import { Drawer } from "../shared/drawer.ts";
import { element, fill } from "../shared/element.ts";
import { evidenceBlock } from "../shared/evidence.ts";
import { isTyping } from "../shared/isTyping.ts";
import { filterBar } from "./filterBar.ts";
import { findingDrawer } from "./findingDrawer.ts";
import { FindingTree } from "./findingTree.ts";
import { cellId, cellTitle, Matrix } from "./matrix.ts";
import { counted, countWords, passing, toRows } from "./rows.ts";
import { summary } from "./summary.ts";
import type { PageHands, ReportPage } from "../shared/startPage.ts";
import type { UiState } from "./uiState.ts";

type Hands = PageHands<FromAudit, UiState>;

/** The audit's page: summary, filters, findings, matrix, and the drawer for what is chosen. */
export class AuditPage implements ReportPage<AuditView, UiState> {
  private readonly root: HTMLElement;
  private readonly hands: Hands;
  private readonly announcer = new Announcer();
  private readonly busy = element("div", { class: "busy-holder", role: "status" });
  private readonly shown = element("p", { class: "shown", role: "status", aria: { live: "polite" } });
  private drawer = new Drawer(() => undefined);
  private tree: FindingTree | undefined;
  private search: HTMLElement | undefined;
  private view: AuditView | undefined;
  private state: UiState | undefined;

  constructor(root: HTMLElement, hands: Hands) {
    this.root = root;
    this.hands = hands;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || this.search === undefined || isTyping(event)) return;
      event.preventDefault();
      this.search.focus();
    });
  }

  /** Shows a report as the state says; what the drawer showed stays open where it is still there. */
  show(view: AuditView, state: UiState): void {
    this.view = view;
    this.state = state;
    this.drawer = new Drawer(() => {
      this.set({ opened: undefined });
      this.tree?.mark("");
    });
    const all = [this.findingsTab(view, state), ...this.accessTab(view, state), ...this.evidenceTab(view)].filter((tab) => tab.id !== "findings" || view.findings.length > 0 || view.matrix === undefined);
    const active = all.some(({ id }) => id === state.tab) ? state.tab : (all[0]?.id ?? "findings");
    const panels = tabs(all, active, (tab) => {
      this.set({ tab: tab as UiState["tab"] });
    });
    fill(this.root, summary(view, this.hands.send), this.busy, element("div", { class: "split" }, panels, this.drawer.node), this.announcer.node);
    this.list();
    this.tree?.list.scrollTo(state.scrolled);
    this.reopen(view, state);
  }

  /** The report of a window that is closed. */
  gone(): void {
    fill(this.root, element("h1", {}, "Security audit"), element("p", {}, "The report that stood here belongs to a window that is closed. Run the command again."));
  }

  running(what: string): void {
    fill(this.busy, what === "" ? undefined : busyLine(what));
  }

  tell(words: string): void {
    this.announcer.say(words);
  }

  private findingsTab(view: AuditView, state: UiState): Tab {
    const bar = filterBar(view, state, (change) => {
      this.set(change);
      this.list();
    });
    this.search = bar.search;
    bar.search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      this.tree?.list.focus();
    });
    this.tree = new FindingTree({
      open: (finding) => {
        this.openFinding(finding, true);
      },
      toggle: (group) => {
        const closed = this.state?.closed ?? [];
        this.set({ closed: closed.includes(group) ? closed.filter((name) => name !== group) : [...closed, group] });
        this.list();
      },
      escape: () => {
        this.drawer.close();
      },
    });
    const { node } = this.tree.list;
    node.addEventListener("scroll", () => {
      this.set({ scrolled: node.scrollTop });
    });
    return { id: "findings", label: `Findings (${view.findings.length.toLocaleString("en")})`, content: element("div", { class: "view" }, bar.node, this.shown, node) };
  }

  private accessTab(view: AuditView, state: UiState): Tab[] {
    const { matrix } = view;
    if (matrix === undefined) return [];
    const first = state.objects.length === 0 ? matrix.objects.slice(0, 3).map(({ name }) => name) : state.objects;
    const made = new Matrix(matrix, {
      open: first,
      opened: (objects) => {
        this.set({ objects });
      },
      show: (cell) => {
        this.openCell(cell, true, () => {
          made.focusOn(cell);
        });
      },
    });
    return [{ id: "access", label: `Who reaches what (${matrix.objects.length.toLocaleString("en")})`, content: element("div", { class: "view scrolling" }, made.node) }];
  }

  private evidenceTab(view: AuditView): Tab[] {
    if (view.evidence.length === 0) return [];
    const blocks = view.evidence.map((evidence) => evidenceBlock(evidence, (text) => {
      this.hands.send({ type: "copy", text });
    }));
    return [{ id: "evidence", label: "How it was found", content: element("div", { class: "view scrolling" }, ...blocks) }];
  }

  /** The findings that pass the filters, and how many they are. */
  private list(): void {
    const { view, state, tree } = this;
    if (view === undefined || state === undefined || tree === undefined) return;
    const findings = passing(view.findings, state);
    tree.list.show(toRows(findings, state.by, state.closed));
    const all = view.findings.length;
    const words = all === 0 ? "Nothing was found." : findings.length === all ? `All ${all.toLocaleString("en")}: ${countWords(counted(findings))}` : findings.length === 0 ? `None of ${all.toLocaleString("en")} passes these filters.` : `${findings.length.toLocaleString("en")} of ${all.toLocaleString("en")}: ${countWords(counted(findings))}`;
    if (this.shown.textContent !== words) fill(this.shown, words);
  }

  private openFinding(finding: ShownFinding, focus: boolean): void {
    const { view } = this;
    if (view === undefined) return;
    this.drawer.show(finding.message, () => this.tree?.focusOn(finding), focus, ...findingDrawer(view, finding, this.hands.send));
    this.set({ opened: `finding ${finding.key}` });
    this.tree?.mark(finding.key);
  }

  private openCell(cell: ShownCell, focus: boolean, back: () => void): void {
    const matrix = this.view?.matrix;
    if (matrix === undefined) return;
    const copy = (text: string): void => {
      this.hands.send({ type: "copy", text });
    };
    const attempts = cell.attempts.map(({ row, verdict, words, evidence }) => element("section", { class: "attempt" }, element("p", { class: "badges" }, badge(verdict, verdict), element("span", {}, `${row}: ${words}`)), ...evidence.map((one) => evidenceBlock(one, copy))));
    this.drawer.show(cellTitle(matrix, cell), back, focus, ...attempts);
    this.set({ opened: `cell ${cellId(cell)}` });
    this.tree?.mark("");
  }

  /** What was open before the page was hidden, or before the audit ran again; the keyboard stays where it is. */
  private reopen(view: AuditView, state: UiState): void {
    const { opened } = state;
    if (opened === undefined) return;
    const finding = view.findings.find(({ key }) => `finding ${key}` === opened);
    const cell = view.matrix?.cells.find((one) => `cell ${cellId(one)}` === opened);
    if (finding !== undefined && passing([finding], state).length === 1) this.openFinding(finding, false);
    else if (cell !== undefined) this.openCell(cell, false, () => undefined);
    else this.set({ opened: undefined });
  }

  private set(change: { readonly [Key in keyof UiState]?: UiState[Key] | undefined }): void {
    if (this.state === undefined) return;
    const { opened, ...rest } = { ...this.state, ...change } as UiState & { opened?: string | undefined };
    this.state = opened === undefined ? rest : { ...rest, opened };
    this.hands.keep(this.state);
  }
}
