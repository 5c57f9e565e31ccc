import type { ShownNode, ShownPlan, ShownSum } from "../../src/protocol/explain/plan.ts";
import { bytesText, countText, msText } from "../../src/protocol/explain/numbers.ts";
import { nodeLabel, shareBar, shareHead } from "./cells.ts";
import type { PlanIndex } from "./nodeRows.ts";
import type { Column, GridHands } from "./sortedGrid.ts";
import { SortedGrid } from "./sortedGrid.ts";
import { estimateShort, nodeWords, short } from "./words.ts";

type Number<Row> = (row: Row) => number | undefined;

function numbers<Row>(id: string, label: string, width: number, value: Number<Row>, text: (value: number) => string): Column<Row> {
  return { id, label, width, value, cell: (row) => {
    const found = value(row);
    return found === undefined ? "" : found === 0 ? "0" : text(found);
  } };
}

/** Columns that no row has anything in are left out. */
function told<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Column<Row>[] {
  return columns.filter((column, index) => index === 0 || rows.some((row) => column.value(row) !== undefined));
}

/** Where the estimate is as far off one way as the other, it stands as far up. */
function wrong({ factor }: ShownNode): number | undefined {
  return factor === undefined ? undefined : Math.max(factor, 1 / factor);
}

/** Every node with its numbers. */
export function nodeGrid({ plan, seen }: PlanIndex, hands: GridHands<ShownNode>): SortedGrid<ShownNode> {
  const timed = plan.measure === "time";
  const columns: Column<ShownNode>[] = [
    { id: "node", label: "Node", width: 240, value: ({ title }) => title, cell: nodeLabel },
    { id: "share", label: shareHead(plan), width: 130, value: ({ share }) => (plan.measure === "nothing" ? undefined : share), cell: ({ share }) => shareBar(share) },
    timed ? numbers("own", "Own time", 84, ({ exclusiveMs }) => exclusiveMs, msText) : numbers("own", "Own cost", 84, ({ exclusiveCost }) => exclusiveCost, countText),
    timed ? numbers("total", "Total time", 88, ({ ms }) => ms, msText) : numbers("total", "Total cost", 88, ({ cost }) => cost, countText),
    numbers("rows", "Rows", 88, ({ rows }) => rows, countText),
    numbers("loops", "Loops", 78, ({ loops }) => loops, countText),
    { id: "factor", label: "Estimate", width: 112, value: wrong, cell: estimateShort },
    numbers("expected", "Rows expected", 108, ({ estimatedRows }) => estimatedRows, countText),
    numbers("discarded", "Thrown away", 100, ({ discarded }) => discarded, countText),
    numbers("blocks", "Blocks", 84, ({ buffers }) => (buffers === undefined ? undefined : (buffers.ownHit ?? 0) + (buffers.ownRead ?? 0)), bytesText),
  ];
  const at = new Map(plan.nodes.map((node, place) => [node, place]));
  const grid = new SortedGrid("Nodes", told(columns, plan.nodes), hands, (node) => nodeWords(node, plan, seen.get(at.get(node)!)?.length ?? 0));
  grid.show(plan.nodes);
  return grid;
}

/** What each node read and wrote by itself; undefined where the plan tells nothing of it. */
export function bufferGrid({ plan }: PlanIndex, hands: GridHands<ShownNode>): SortedGrid<ShownNode> | undefined {
  const nodes = plan.nodes.filter(({ buffers }) => buffers !== undefined);
  if (nodes.length === 0) return undefined;
  const columns: Column<ShownNode>[] = [
    { id: "node", label: "Node", width: 240, value: ({ title }) => title, cell: nodeLabel },
    numbers("hit", "From cache", 92, ({ buffers }) => buffers?.ownHit, bytesText),
    numbers("read", "From disk", 88, ({ buffers }) => buffers?.ownRead, bytesText),
    numbers("temp", "Temporary", 92, ({ buffers }) => buffers?.ownTemp, bytesText),
    numbers("written", "Written", 84, ({ buffers }) => buffers?.ownWritten, bytesText),
    numbers("dirtied", "Dirtied, total", 104, ({ buffers }) => buffers?.dirtied, bytesText),
    numbers("io", "I/O time, total", 112, ({ buffers }) => buffers?.ioMs, msText),
    numbers("totalHit", "Cache, total", 100, ({ buffers }) => buffers?.hit, bytesText),
    numbers("totalRead", "Disk, total", 92, ({ buffers }) => buffers?.read, bytesText),
  ];
  const grid = new SortedGrid("Buffers of each node", told(columns, nodes), hands, ({ title }) => short(title));
  grid.show(nodes);
  return grid;
}

/** Sums of nodes that are alike. */
export function sumGrid(label: string, first: string, plan: ShownPlan, sums: readonly ShownSum[]): SortedGrid<ShownSum> {
  const columns: Column<ShownSum>[] = [
    { id: "name", label: first, width: 220, value: ({ name }) => name, cell: ({ name }) => short(name) },
    { id: "share", label: shareHead(plan), width: 130, value: ({ share }) => (plan.measure === "nothing" ? undefined : share), cell: ({ share }) => shareBar(share) },
    plan.measure === "time" ? numbers("own", "Own time", 84, ({ exclusiveMs }) => exclusiveMs, msText) : numbers("own", "Own cost", 84, ({ cost }) => cost, countText),
    numbers("nodes", "Nodes", 66, ({ nodes }) => nodes, countText),
    numbers("loops", "Loops", 78, ({ loops }) => loops, countText),
    numbers("rows", "Rows", 88, ({ rows }) => rows, countText),
    numbers("discarded", "Thrown away", 100, ({ discarded }) => discarded, countText),
    numbers("bytes", "Blocks", 84, ({ bytes }) => bytes, bytesText),
  ];
  const grid = new SortedGrid(label, told(columns, sums), { open: () => undefined, escape: () => undefined }, ({ name }) => short(name));
  grid.show(sums);
  return grid;
}
