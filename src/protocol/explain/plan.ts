import { count, fields, flag, list, oneOf, text } from "../shape.ts";
import type { Shaped } from "../shape.ts";

const named = fields({ name: text, text });
export type Named = Shaped<typeof named>;

/** Bytes, of the node with all below it and (`own…`) without; milliseconds as the engine timed them. */
const shownBuffers = fields({}, { hit: count, read: count, dirtied: count, written: count, temp: count, ownHit: count, ownRead: count, ownWritten: count, ownTemp: count, ioMs: count });
export type ShownBuffers = Shaped<typeof shownBuffers>;

/** Where in the query it comes from; UTF-16 units into the plan's query. */
const shownPlace = fields({ start: count, end: count, what: text });
export type ShownPlace = Shaped<typeof shownPlace>;

/** A node; nodes stand in one list, each behind its parent, so that no depth is too deep for a page. */
const shownNode = fields(
  {
    id: count,
    /** Its parent's place in the list; -1 for the root. */
    parent: count,
    depth: count,
    /** "Index Scan using orders_pkey on orders o" */
    title: text,
    operation: text,
    kind: text,
    /** Left and right edge in the flame graph, 0 to 1. */
    from: count,
    to: count,
    conditions: list(named),
    facts: list(named),
    places: list(shownPlace),
  },
  {
    role: text, relation: text, index: text,
    /** 0 to 1: of the time, else of the cost, without what is below. */
    share: count,
    /** Above 1: more rows came than were expected. */
    factor: count,
    rows: count, estimatedRows: count, loops: count, discarded: count, ms: count, exclusiveMs: count, cost: count, exclusiveCost: count, startupCost: count, width: count,
    rounded: flag,
    buffers: shownBuffers,
    /** Why no place was found. */
    unplaced: text,
  },
);
export type ShownNode = Shaped<typeof shownNode>;

const shownSum = fields({ name: text, nodes: count }, { share: count, exclusiveMs: count, cost: count, loops: count, rows: count, discarded: count, bytes: count });
export type ShownSum = Shaped<typeof shownSum>;

/** A plan with everything that is to be seen of it. */
export const shownPlan = fields(
  {
    /** "PostgreSQL", "MariaDB". */
    engine: text,
    form: text,
    executed: flag,
    /** What shares and widths are shares of. */
    measure: oneOf("time", "cost", "nothing"),
    nodes: list(shownNode),
    facts: list(named),
    notes: list(text),
    raw: text,
    statistics: fields({ relations: list(shownSum), operations: list(shownSum), indexes: list(shownSum) }),
  },
  { query: text, planningMs: count, executionMs: count, cost: count },
);
export type ShownPlan = Shaped<typeof shownPlan>;
