import type { FromExplain } from "../../src/protocol/explain/messages.ts";
import { countText } from "../../src/protocol/explain/numbers.ts";
import type { ShownNode, ShownPlan } from "../../src/protocol/explain/plan.ts";
import type { ExplainView, ShownPair } from "../../src/protocol/explain/view.ts";
import { Announcer } from "../shared/announcer.ts";
import { busyLine } from "../shared/busyLine.ts";
import { button, openTab, searchField, tabs } from "../shared/controls.ts";
import type { Tab } from "../shared/controls.ts";
import { Drawer } from "../shared/drawer.ts";
import { element, fill } from "../shared/element.ts";
import { evidenceBlock } from "../shared/evidence.ts";
import { isTyping } from "../shared/isTyping.ts";
import { buffersView } from "./buffersView.ts";
import { comparedOf, compareView, pairDrawer } from "./compareView.ts";
import type { Compared } from "./compareView.ts";
import type { DiagnosticHands } from "./diagnostics.ts";
import { diagnosticsView } from "./diagnostics.ts";
import { FlameGraph } from "./flameGraph.ts";
import { bufferGrid, nodeGrid } from "./grids.ts";
import { header } from "./header.ts";
import { nodeDrawer } from "./nodeDrawer.ts";
import type { PlanIndex } from "./nodeRows.ts";
import { indexOf } from "./nodeRows.ts";
import { PlanTree } from "./planTree.ts";
import { queryView } from "./queryView.ts";
import type { SortedGrid } from "./sortedGrid.ts";
import { statistics } from "./statistics.ts";
import type { PageHands, ReportPage } from "../shared/startPage.ts";
import type { UiState } from "./uiState.ts";
import { short } from "./words.ts";

/** The views of one plan that mark the node in the drawer. */
interface Views {
  tree?: PlanTree;
  flame?: FlameGraph;
  grids: SortedGrid<ShownNode>[];
  pairs?: SortedGrid<ShownPair>;
  query?: HTMLElement;
}

type Hands = PageHands<FromExplain, UiState>;

/** The page of a plan: what it is, its views as tabs, and the drawer for the node that is chosen. */
export class ExplainPage implements ReportPage<ExplainView, UiState> {
  private readonly root: HTMLElement;
  private readonly hands: Hands;
  private readonly announcer = new Announcer();
  private readonly busy = element("div", { class: "busy-holder", role: "status" });
  private readonly shown = element("p", { class: "shown", role: "status", aria: { live: "polite" } });
  private drawer = new Drawer(() => undefined);
  private search: HTMLElement | undefined;
  private panels: HTMLElement | undefined;
  private views: Views = { grids: [] };
  private view: ExplainView | undefined;
  private state: UiState | undefined;

  constructor(root: HTMLElement, hands: Hands) {
    this.root = root;
    this.hands = hands;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || this.search === undefined || this.state?.tab !== "tree" || isTyping(event)) return;
      event.preventDefault();
      this.search.focus();
    });
  }

  /** Shows a report as the state says; the node that the drawer showed stays open where it is still there. */
  show(view: ExplainView, state: UiState): void {
    this.view = view;
    this.state = state;
    this.views = { grids: [] };
    this.search = undefined;
    this.drawer = new Drawer(() => {
      this.set({ opened: undefined });
      this.mark(undefined);
    });
    const plan = this.plan;
    const all = plan === undefined ? [this.rawTab(view.raw ?? "", view.reason)] : this.tabsOf(view, plan, state);
    const active = all.some(({ id }) => id === state.tab) ? state.tab : all[0]!.id;
    this.panels = tabs(all, active, (tab) => {
      this.set({ tab });
    });
    const top = header(view, plan, state.plan, {
      send: this.hands.send,
      choose: (which) => {
        this.set({ plan: which, closed: [], zoom: 0, opened: undefined, query: "" });
        this.show(view, this.state!);
      },
      findings: () => {
        if (this.panels !== undefined) openTab(this.panels, "findings");
      },
    });
    fill(this.root, top, this.busy, element("div", { class: "split" }, this.panels, this.drawer.node), this.announcer.node);
    if (state.scrolled > 0) this.views.tree?.list.scrollTo(state.scrolled);
    if (plan !== undefined && state.opened !== undefined && state.opened < plan.nodes.length) this.open(state.opened, () => undefined, false);
  }

  /** The report of a window that is closed. */
  gone(): void {
    fill(this.root, element("h1", {}, "Query plan"), element("p", {}, "The plan that stood here belongs to a window that is closed. Run the command again."));
  }

  running(what: string): void {
    fill(this.busy, what === "" ? undefined : busyLine(what));
  }

  tell(words: string): void {
    this.announcer.say(words);
  }

  private get plan(): ShownPlan | undefined {
    return this.state?.plan === "before" && this.view?.before !== undefined ? this.view.before : this.view?.plan;
  }

  private tabsOf(view: ExplainView, plan: ShownPlan, state: UiState): Tab[] {
    const mine = plan === view.plan;
    const index = indexOf(plan, mine ? view.diagnostics : []);
    const compared = comparedOf(view);
    const open = (back: () => void) => (node: ShownNode): void => {
      this.open(plan.nodes.indexOf(node), back, true);
    };
    const grid = (make: (hands: { open: (node: ShownNode) => void; escape: () => void }) => SortedGrid<ShownNode> | undefined): SortedGrid<ShownNode> | undefined => {
      const made = make({
        open: (node) => {
          open(() => made?.focusOn(node))(node);
        },
        escape: () => {
          this.drawer.close();
        },
      });
      if (made !== undefined) this.views.grids.push(made);
      return made;
    };
    return [
      ...(compared === undefined ? [] : [{ id: "compare", label: "Compare", content: () => this.compareTab(compared) }]),
      { id: "tree", label: "Tree", content: () => this.treeTab(index, state) },
      { id: "flame", label: "Flame graph", content: () => this.flameTab(index) },
      { id: "table", label: "Table", content: () => element("div", { class: "view" }, grid((hands) => nodeGrid(index, hands))!.node) },
      ...(mine ? [{ id: "findings", label: `Findings (${countText(view.diagnostics.length)})`, content: () => diagnosticsView(view, this.diagnosticHands(plan)) }] : []),
      { id: "statistics", label: "Statistics", content: () => statistics(plan) },
      { id: "buffers", label: "Buffers and I/O", content: () => buffersView(plan.nodes[0], grid((hands) => bufferGrid(index, hands))) },
      { id: "query", label: "Query", content: () => (this.views.query = element("div", { class: "view" }, this.queryContent(plan))) },
      this.rawTab(plan.raw, undefined),
    ];
  }

  private treeTab(index: PlanIndex, state: UiState): HTMLElement {
    const tree = new PlanTree(index, state.closed, state.query, {
      open: (at) => {
        this.open(at, () => {
          tree.goTo(at, true);
        }, true);
      },
      closed: (closed) => {
        this.set({ closed });
      },
      escape: () => {
        this.drawer.close();
      },
    });
    this.views.tree = tree;
    tree.list.node.addEventListener("scroll", () => {
      this.set({ scrolled: tree.list.node.scrollTop });
    });
    const found = (query: string): void => {
      const count = tree.filter(query);
      fill(this.shown, count === undefined ? undefined : `${countText(count)} of ${countText(index.plan.nodes.length)} nodes ${count === 1 ? "matches" : "match"}; what is above them stays.`);
    };
    this.search = searchField("Search the nodes", "Search ( / )", state.query, (query) => {
      this.set({ query: query.slice(0, 1_000) });
      found(query);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      tree.list.focus();
    });
    found(state.query);
    const bar = element("div", { class: "filters", role: "search", aria: { label: "Nodes" } }, this.search, button("Open All", () => {
      tree.openAll();
    }), button("Close All", () => {
      tree.closeAll();
    }));
    return element("div", { class: "view" }, bar, this.shown, tree.node);
  }

  private flameTab(index: PlanIndex): HTMLElement {
    const flame = new FlameGraph(index, this.state?.zoom ?? 0, {
      open: (at) => {
        this.open(at, () => {
          flame.focusOn(at);
        }, false);
      },
      zoomed: (zoom) => {
        this.set({ zoom });
      },
      escape: () => {
        this.drawer.close();
      },
    });
    this.views.flame = flame;
    return element("div", { class: "view scrolling" }, flame.node);
  }

  private compareTab(compared: Compared): HTMLElement {
    const { node, grid } = compareView(compared, {
      open: (pair) => {
        const { title } = (pair.after === undefined ? compared.before.nodes[pair.before!] : compared.after.nodes[pair.after])!;
        this.drawer.show(short(title), () => {
          grid.focusOn(pair);
        }, true, ...pairDrawer(compared, pair));
        grid.mark(pair);
      },
      escape: () => {
        this.drawer.close();
      },
    });
    this.views.pairs = grid;
    return node;
  }

  private rawTab(raw: string, reason: string | undefined): Tab {
    const copy = (text: string): void => {
      this.hands.send({ type: "copy", text });
    };
    return { id: "raw", label: "Raw", content: () => element("div", { class: "view scrolling raw" }, reason !== undefined && element("p", { class: "problem" }, `This could not be read as a plan: ${reason}`), evidenceBlock({ kind: "text", title: "As it was given", text: raw }, copy)) };
  }

  private queryContent(plan: ShownPlan): HTMLElement {
    const { opened } = this.state ?? {};
    return queryView(plan, opened === undefined ? undefined : plan.nodes[opened], {
      copy: (text) => {
        this.hands.send({ type: "copy", text });
      },
      reveal: () => {
        this.hands.send({ type: "reveal", node: opened === undefined ? -1 : plan.nodes[opened]!.id });
      },
    });
  }

  private diagnosticHands(plan: ShownPlan): DiagnosticHands {
    const places = new Map(plan.nodes.map(({ id }, at) => [id, at]));
    return {
      nodeTitle: (id) => plan.nodes[places.get(id) ?? -1]?.title,
      open: (id) => {
        const at = places.get(id);
        if (at !== undefined) this.open(at, () => this.panels?.focus(), true);
      },
      copy: (text) => {
        this.hands.send({ type: "copy", text });
      },
    };
  }

  /** Shows a node in the drawer and marks it in every view. */
  private open(at: number, back: () => void, focus: boolean): void {
    const { plan, view } = this;
    const node = plan?.nodes[at];
    if (plan === undefined || view === undefined || node === undefined) return;
    const seen = plan === view.plan ? view.diagnostics.filter((one) => one.node === node.id) : [];
    const hands = { ...this.diagnosticHands(plan), reveal: (id: number): void => {
      this.hands.send({ type: "reveal", node: id });
    } };
    this.set({ opened: at });
    this.drawer.show(short(node.title), back, focus, ...nodeDrawer(node, plan, seen, hands));
    this.mark(at);
  }

  private mark(at: number | undefined): void {
    const { plan, views } = this;
    const node = at === undefined ? undefined : plan?.nodes[at];
    views.tree?.mark(at);
    if (at !== undefined && this.state?.tab !== "tree") views.tree?.goTo(at, false);
    views.flame?.mark(at);
    for (const grid of views.grids) grid.mark(node);
    if (at === undefined) views.pairs?.mark(undefined);
    if (views.query !== undefined && plan !== undefined) fill(views.query, this.queryContent(plan));
  }

  private set(change: { readonly [Key in keyof UiState]?: UiState[Key] | undefined }): void {
    if (this.state === undefined) return;
    const { opened, ...rest } = { ...this.state, ...change } as UiState & { opened?: number | undefined };
    this.state = opened === undefined ? rest : { ...rest, opened };
    this.hands.keep(this.state);
  }
}
