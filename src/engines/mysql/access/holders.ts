import { UnsupportedError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { readAccounts } from "../audit/world/accounts.ts";
import { asking } from "../audit/world/asking.ts";
import type { Holders } from "../audit/world/powers.ts";
import { readMemberships, readPrivileges } from "../audit/world/privileges.ts";
import type { Account } from "../audit/world/world.ts";
import type { Flavour } from "../flavourName.ts";

/** The accounts of a server and what they hold. */
export interface KnownAccounts extends Holders {
  readonly accounts: readonly Account[];
}

/** Throws UnsupportedError where the connection may not read them. */
export async function readHolders(session: Session, signal: AbortSignal): Promise<KnownAccounts> {
  const ask = asking(session, signal);
  const flavour: Flavour = session.facts.dialect === "mariadb" ? "mariadb" : "mysql";
  const accounts = await readAccounts(ask, flavour, session.facts.versionNumber);
  if (accounts === undefined) throw new UnsupportedError("engine", `Nothing can be tried as an account of this server: ${ask.unseen[0] ?? "they cannot be read"}.`, { next: "Connect as an account that may read the database mysql." });
  const variables = (await ask.read("settings", "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('partial_revokes', 'mandatory_roles')", "")) ?? [];
  return { flavour, accounts, variables: new Map(variables.map(([name = "", value = ""]) => [name, value])), privileges: await readPrivileges(ask), memberships: await readMemberships(ask, flavour) };
}

/** The account or role that a person means: "app", "app@%", "'app'@'%'"; undefined where there is none, or several of that name and none from anywhere. */
export function findAccount({ accounts }: Pick<KnownAccounts, "accounts">, text: string): Account | undefined {
  const exact = accounts.find(({ name }) => name === text || quoted(name).includes(text));
  if (exact !== undefined) return exact;
  const named = accounts.filter(({ user }) => user === text);
  return named.length === 1 ? named[0] : named.find(({ host }) => host === "%");
}

function quoted(name: string): string[] {
  const at = name.lastIndexOf("@");
  const [user, host] = at === -1 ? [name, ""] : [name.slice(0, at), name.slice(at + 1)];
  return [`'${user}'@'${host}'`, `\`${user}\`@\`${host}\``];
}
