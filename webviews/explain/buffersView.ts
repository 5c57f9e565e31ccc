import { bytesText, msText, percentText } from "../../src/protocol/explain/numbers.ts";
import type { ShownNode } from "../../src/protocol/explain/plan.ts";
import { element } from "../shared/element.ts";
import type { SortedGrid } from "./sortedGrid.ts";

/** What the whole read, whence, and each node's part of it. */
export function buffersView(root: ShownNode | undefined, grid: SortedGrid<ShownNode> | undefined): HTMLElement {
  if (grid === undefined) return element("div", { class: "view scrolling" }, element("p", {}, "This plan tells nothing of blocks. On PostgreSQL, EXPLAIN (ANALYZE, BUFFERS) does; MariaDB tells pages with ANALYZE FORMAT=JSON."));
  const { hit, read, temp, written, ioMs } = root?.buffers ?? {};
  const asked = (hit ?? 0) + (read ?? 0);
  const lines = [
    asked === 0 ? "" : `${bytesText(asked)} of blocks were asked for: ${bytesText(hit ?? 0)} were in the cache (${percentText((hit ?? 0) / asked)}), ${bytesText(read ?? 0)} came from outside of it.`,
    temp === undefined || temp === 0 ? "" : `${bytesText(temp)} went through temporary files.`,
    written === undefined || written === 0 ? "" : `${bytesText(written)} were written.`,
    ioMs === undefined ? "" : `Reading and writing took ${msText(ioMs)}.`,
  ].filter((line) => line !== "");
  return element("div", { class: "view" }, element("p", { class: "shown" }, lines.join(" ")), grid.node);
}
