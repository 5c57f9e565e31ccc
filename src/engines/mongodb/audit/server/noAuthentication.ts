import type { MongodbRule } from "../rule.ts";

const id = "server/no-authentication";

export const noAuthentication: MongodbRule = {
  id,
  title: "Server that asks nobody who they are",
  why: "Without access control, whoever reaches the port reads, changes and drops everything. Only a server that listens on its own machine alone, for development, may be so.",
  scope: "full",
  find: ({ server }) => {
    if (server.authentication !== false) return [];
    const alone = server.listensOn !== null && server.listensOn.every(isLocal);
    const shown = server.loggedInAs.length === 0 ? "This connection gave no name and no password, and was shown the users of the server." : "Its options at start say nothing of authorization, so that a login is not needed.";
    return [{
      rule: id, object: "server", severity: alone ? "warning" : "error",
      message: `The server asks nobody who they are. ${shown} ${alone ? "It listens on its own machine alone, so that this machine's users and programs can do anything with it." : "Whoever reaches its port can read, change and drop everything."} Make an administrator with createUser, then switch security.authorization on.`,
    }];
  },
};

/** The machine itself, or a socket file. */
export function isLocal(address: string): boolean {
  return address === "localhost" || address === "::1" || address.startsWith("127.") || address.startsWith("/");
}
