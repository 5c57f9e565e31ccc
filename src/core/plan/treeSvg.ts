import { drawnRows } from "./drawnRows.ts";
import { planTitle } from "./planTitle.ts";
import type { PlanView } from "./planView.ts";
import { fitting, heatColours, svgDocument, svgText } from "./svg.ts";

const line = 24;
const width = 1000;

/** The plan as indented lines with bars, as an SVG of its own. */
export function treeSvg(view: PlanView): string {
  const head = 44;
  const rows = drawnRows(view).map((row, index) => {
    const y = head + index * line;
    const x = 12 + Math.min(row.depth, 24) * 16;
    const { edge } = heatColours(row.share);
    const bar = row.share === undefined ? "" : `<rect x="600" y="${y + 7}" width="90" height="9" fill="#eef0f2"/><rect x="600" y="${y + 7}" width="${(row.share * 90).toFixed(1)}" height="9" fill="${edge}"/>`;
    const text = (at: number, words: string, end = false): string => (words === "" ? "" : `<text x="${at}" y="${y + 16}"${end ? ' text-anchor="end"' : ""}>${svgText(words)}</text>`);
    return `<g><title>${svgText(row.title.slice(0, 500))}</title>${text(x, fitting(row.title, 590 - x))}${bar}${text(740, row.percent, true)}${text(840, row.own, true)}${text(980, row.rows, true)}</g>`;
  });
  const heads = [`<text x="12" y="20" font-weight="600">${svgText(fitting(planTitle(view.plan), 970))}</text>`, ...([[600, "own", ""], [980, "rows", "end"]] as const).map(([x, name, anchor]) => `<text x="${x}" y="38" fill="#57606a"${anchor === "" ? "" : ' text-anchor="end"'}>${name}</text>`)];
  return svgDocument(width, head + rows.length * line + 12, planTitle(view.plan), [...heads, ...rows]);
}
