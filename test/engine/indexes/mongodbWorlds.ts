import type { IndexWorld } from "./indexCase.ts";

type Document = Readonly<Record<string, unknown>>;

const text = (command: Document): string => JSON.stringify(command);

/** Inserts of a thousand documents each. */
function filled(collection: string, count: number, document: (at: number) => Document): readonly string[] {
  return Array.from({ length: Math.ceil(count / 1000) }, (_, batch) => text({ insert: collection, documents: Array.from({ length: Math.min(1000, count - batch * 1000) }, (_unused, at) => document(batch * 1000 + at + 1)) }));
}

const statusOf = (at: number): string => (at % 50 === 0 ? "open" : at % 3 === 0 ? "paid" : "shipped");

const shop: IndexWorld = {
  name: "shop",
  made: [
    ...filled("customers", 500, (at) => ({ _id: at, email: `user${at}@example.com`, region: ["eu", "us", "ap"][at % 3], about: "about this customer ".repeat(10) })),
    ...filled("orders", 6000, (at) => ({ _id: at, customer: at % 20 === 0 ? 7 : 1 + (at % 500), status: statusOf(at), amount: ((at * 37) % 10000) / 10, created: { $date: new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString() }, sku: `sku-${at % 1500}`, note: "x".repeat(60) })),
    ...filled("regions", 3, (at) => ({ _id: at, name: `region ${at}` })),
    text({ createIndexes: "customers", indexes: [{ key: { email: 1 }, name: "customers_email" }] }),
  ],
  cases: [
    { name: "equality, sort: the newest of one customer", sql: text({ find: "orders", filter: { customer: 7, status: "paid" }, sort: { created: -1 }, limit: 10 }), index: "(customer, status", ratio: 5 },
    { name: "a range", sql: text({ find: "orders", filter: { amount: { $gt: 995 } } }), index: "(amount)", ratio: 10 },
    { name: "one of several values", sql: text({ find: "orders", filter: { sku: { $in: ["sku-17", "sku-18", "sku-19"] } } }), index: "(sku)", ratio: 10 },
    { name: "two branches of an $or", sql: text({ find: "orders", filter: { $or: [{ sku: "sku-17" }, { amount: { $gt: 998 } }] } }), index: "(amount)", ratio: 10 },
    { name: "a count", sql: text({ count: "orders", query: { customer: 77 } }), index: "(customer)", ratio: 10 },
    { name: "an update", sql: text({ update: "orders", updates: [{ q: { customer: 77 }, u: { $set: { note: "late" } }, multi: true }] }), index: "(customer)", measured: text({ find: "orders", filter: { customer: 77 } }), ratio: 10 },
    { name: "a delete", sql: text({ delete: "orders", deletes: [{ q: { sku: "sku-99" }, limit: 0 }] }), index: "(sku)", measured: text({ find: "orders", filter: { sku: "sku-99" } }), ratio: 10 },
    { name: "the beginning of a text", sql: text({ find: "orders", filter: { sku: { $regex: "^sku-149" } } }), index: "(sku)", ratio: 10 },
    { name: "a pipeline", sql: text({ aggregate: "orders", pipeline: [{ $match: { customer: 77 } }, { $group: { _id: "$status", sum: { $sum: "$amount" } } }], cursor: {} }), index: "(customer", ratio: 10 },
    { name: "all that is shown in the index", sql: text({ find: "orders", filter: { customer: 7 }, projection: { _id: 0, amount: 1 } }), index: "(customer", ratio: 2 },
    { name: "a small part of the documents", sql: text({ find: "orders", filter: { status: "open", amount: { $gt: 900 } } }), index: "(", ratio: 10 },
    { name: "control: a tiny collection", sql: text({ find: "regions", filter: { name: "region 1" } }), index: null },
    { name: "control: most documents", sql: text({ find: "orders", filter: { status: { $ne: "open" } } }), index: null },
    { name: "control: by _id", sql: text({ find: "orders", filter: { _id: 77 } }), index: null },
    { name: "control: indexed already", sql: text({ find: "customers", filter: { email: "user77@example.com" } }), index: null },
    { name: "control: no filter", sql: text({ find: "orders" }), index: null },
  ],
};

const forum: IndexWorld = {
  name: "forum",
  made: [
    ...filled("threads", 300, (at) => ({ _id: at, slug: `thread-${at}`, opened: at, intro: "an introduction to the thread ".repeat(10) })),
    ...filled("posts", 5000, (at) => ({ _id: at, thread: 1 + (at % 300), by: { name: `member${at % 700}` }, votes: (at * 31) % 2500, body: "y".repeat(80), ...(at % 200 === 0 ? { reported: "spam" } : {}) })),
  ],
  cases: [
    { name: "the foreign field of a $lookup", sql: text({ aggregate: "threads", pipeline: [{ $match: { _id: { $in: [7, 8] } } }, { $lookup: { from: "posts", localField: "_id", foreignField: "thread", as: "posts" } }], cursor: {} }), index: "(thread)", ratio: 5 },
    { name: "a field inside", sql: text({ find: "posts", filter: { "by.name": "member77" } }), index: "(by.name)", ratio: 10 },
    { name: "the first in an order", sql: text({ find: "posts", sort: { votes: -1 }, limit: 10 }), index: "(votes)", ratio: 10 },
    { name: "a field that few documents have", sql: text({ find: "posts", filter: { reported: "spam" } }), index: "(reported)", ratio: 10 },
    { name: "two $match of one field", sql: text({ aggregate: "posts", pipeline: [{ $match: { votes: { $gt: 2480 } } }, { $match: { votes: { $lt: 2490 } } }], cursor: {} }), index: "(votes)", ratio: 10 },
    { name: "control: what comes behind a $limit", sql: text({ aggregate: "posts", pipeline: [{ $limit: 50 }, { $match: { votes: 7 } }], cursor: {} }), index: null },
  ],
};

export const mongodbWorlds: readonly IndexWorld[] = [shop, forum];
