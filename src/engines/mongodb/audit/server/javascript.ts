import type { MongodbRule } from "../rule.ts";

const id = "server/javascript";

export const javascript: MongodbRule = {
  id,
  title: "Server that runs JavaScript of queries",
  why: "$where, $function and $accumulator run code that a query brings. Where an application builds queries from what people send, that is an injection; few applications need it.",
  scope: "full",
  find: ({ server }) =>
    server.javascript === true
      ? [{ rule: id, object: "server", severity: "info", message: "The server runs JavaScript that queries bring ($where, $function, $accumulator, mapReduce). Where no query needs it, set security.javascriptEnabled: false." }]
      : [],
};
