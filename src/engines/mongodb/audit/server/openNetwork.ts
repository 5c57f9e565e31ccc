import type { MongodbRule } from "../rule.ts";
import { isLocal } from "./noAuthentication.ts";

const id = "server/listens-everywhere";
const everywhere = new Set(["0.0.0.0", "::", "*"]);

export const openNetwork: MongodbRule = {
  id,
  title: "Server that listens on every network",
  why: "Behind a firewall this may be meant; without one the whole internet may try passwords, or needs none. Name the addresses that applications use.",
  scope: "full",
  find: ({ server }) => {
    if (server.listensOn === null || !server.listensOn.some((address) => everywhere.has(address))) return [];
    const open = server.authentication === false;
    return [{
      rule: id, object: "server", severity: open ? "error" : "info",
      message: `The server listens on every network of its machine (net.bindIp ${server.listensOn.join(", ")})${open ? " and asks nobody who they are" : ""}. Name in net.bindIp the addresses that applications come by.`,
    }];
  },
};

export const noTls: MongodbRule = {
  id: "server/no-tls",
  title: "Server that talks in the clear",
  why: "Documents and answers can be read and changed on the way. On its own machine alone nothing leaves it.",
  scope: "full",
  find: ({ server }) => {
    if (server.tls === true || server.tlsMode === null || server.tlsMode === "requireTLS" || (server.listensOn ?? []).every(isLocal)) return [];
    const allows = server.tlsMode === "allowTLS" || server.tlsMode === "preferTLS";
    return [{
      rule: "server/no-tls", object: "server", severity: "warning",
      message: `The server listens beyond its own machine and ${allows ? `does not demand encryption (net.tls.mode ${server.tlsMode})` : "has no TLS"}: documents can be read and changed on the way. Set net.tls.mode: requireTLS with a certificate.`,
    }];
  },
};
