import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import { activity } from "./activity.ts";
import { documentsOf, type MongodbLink } from "./link.ts";
import { numberOf } from "./bson/value.ts";
import { contentsOf } from "./contents.ts";
import { history } from "./history.ts";
import { otherHistories } from "./otherHistories.ts";
import { settle } from "./settle.ts";
import { shutOut } from "./shutOut.ts";

const nothing = (): Promise<void> => Promise.resolve();

/** MongoDB's ways with migrations: they are tried on a scratch database; transactions, where the server has them, take back documents and no structure. */
export function migrations(access: MongodbLink): MigrationAdapter {
  return {
    trial: "scratch",
    undoes: access.transactions ? "rows" : "nothing",
    ownRowIds: false,
    history: history(access),
    otherHistories: () => otherHistories(access),
    settle: (statement, before) => settle(access, statement, before),
    // A session of MongoDB has no settings that a command could change.
    rememberSettings: () => Promise.resolve(nothing),
    withOwnSettings: (_statements, work) => work(),
    count: async ({ name }, column) => {
      const stages = column === undefined ? [] : [{ $match: { [column]: { $ne: null } } }];
      const [counted] = await documentsOf(access, { aggregate: name, pipeline: [...stages, { $count: "n" }], cursor: {} });
      return counted === undefined ? 0 : (numberOf(counted.get("n")) ?? 0);
    },
    hasRows: async ({ name }) => (await documentsOf(access, { find: name, projection: { _id: 1 }, limit: 1 })).length > 0,
    readNothing: async ({ name }, signal) => {
      await documentsOf(access, { aggregate: name, pipeline: [{ $limit: 1 }, { $match: { $expr: false } }], cursor: {} }, { signal });
    },
    contents: (collections, signal) => contentsOf(access, collections, signal),
    empty: async ({ name }, signal) => {
      await access.ask({ delete: name, deletes: [{ q: {}, limit: 0 }] }, { signal });
    },
    // No lock of a collection can be taken by a command; a transaction meets writers as a write conflict.
    holdWriters: nothing,
    // Ids are made by the driver or are the documents' own; the server counts nothing.
    counters: () => Promise.resolve([]),
    advanceCounters: nothing,
    checkDeferred: nothing,
    suspendForeignKeys: nothing,
    constraintChecks: nothing,
    activity: (wanted) => activity(access, wanted),
    onlineWay: () => Promise.resolve(null),
    shutOut: (statement, signal) => shutOut(access, statement, signal),
    states: {},
  };
}
