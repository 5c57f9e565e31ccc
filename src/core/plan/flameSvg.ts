import { drawnRows } from "./drawnRows.ts";
import { flameSpans } from "./flame.ts";
import { planTitle } from "./planTitle.ts";
import { exclusiveCost } from "./planView.ts";
import type { PlanView } from "./planView.ts";
import { fitting, heatColours, svgDocument, svgText } from "./svg.ts";

const line = 24;
const width = 1200;
const head = 30;

/** The plan as a flame graph, as an SVG of its own: as wide as the time (else the cost) of a node with all below it. */
export function flameSvg(view: PlanView): string {
  const timed = view.plan.executed && view.nodes.some(({ actual }) => actual?.exclusiveMs !== undefined);
  const spans = flameSpans(view.plan.root, timed ? (node) => node.actual?.exclusiveMs : exclusiveCost);
  const rows = drawnRows(view);
  const blocks = rows.flatMap(({ node, depth, title, share, percent, own }) => {
    const span = spans.get(node.id)!;
    const [x, wide] = [span.from * width, (span.to - span.from) * width];
    if (wide < 0.5) return [];
    const { fill, edge } = heatColours(share);
    const label = fitting(percent === "" ? title : `${title} ${percent}`, wide - 10);
    return [`<g><title>${svgText([title.slice(0, 500), percent, own].filter((part) => part !== "").join(", "))}</title><rect x="${x.toFixed(2)}" y="${head + depth * line}" width="${wide.toFixed(2)}" height="${line - 2}" rx="2" fill="${fill}" stroke="${edge}" stroke-width="0.7"/>${label === "" ? "" : `<text x="${(x + 5).toFixed(2)}" y="${head + depth * line + 15}">${svgText(label)}</text>`}</g>`];
  });
  const deepest = Math.max(0, ...rows.map(({ depth }) => depth));
  return svgDocument(width, head + (deepest + 1) * line + 8, planTitle(view.plan), [`<text x="5" y="19" font-weight="600">${svgText(fitting(planTitle(view.plan), width))}</text>`, ...blocks]);
}
