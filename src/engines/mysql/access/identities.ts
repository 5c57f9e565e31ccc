import type { Identity } from "../../../core/access/identity.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { UsageError } from "../../../core/errors.ts";
import type { IdentityRequest } from "../../access.ts";
import type { Session } from "../../engine.ts";
import { isAdministrator, isOwn, type Holders } from "../audit/world/powers.ts";
import type { Account } from "../audit/world/world.ts";
import { findAccount, type KnownAccounts, readHolders } from "./holders.ts";
import { userViews } from "./userView.ts";

const neverFires = new AbortController().signal;

/** Who the user is to this database: an account or a role of the server, or one whom the application names in a variable that views read. */
export async function identities(session: Session, request: IdentityRequest, catalog: Catalog): Promise<readonly Identity[]> {
  const known = await readHolders(session, neverFires);
  const variable = userViews(catalog, known.flavour).find((one) => one.variable !== undefined)?.variable;
  const account = findAccount(known, request.user);
  const bySetting = request.scheme === "setting" || (request.scheme === undefined && account === undefined && variable !== undefined);
  if (request.scheme === "claims") throw new UsageError("badArgument", "This server knows no claims.", { next: "Leave --as out, or give --as role or --as setting." });
  if (bySetting) return ofVariable(known, request, variable, session.facts.user);
  if (account === undefined) throw unknownAccount(known, request.user);
  const settings = { ...request.claims };
  const owns = [account.user, account.name];
  return [
    { name: account.name, role: account.name, settings, owns },
    { name: `somebody else with the rights of ${account.name}`, role: account.name, settings, owns: [`${account.user}_other`] },
    nobody,
  ];
}

/** An account that holds nothing. */
const nobody: Identity = { name: "an account without rights", role: "", settings: {}, owns: [] };

function ofVariable(known: KnownAccounts, { user, role, claims }: IdentityRequest, found: string | undefined, own: string): Identity[] {
  const variable = found ?? Object.keys(claims)[0];
  if (variable === undefined) throw new UsageError("badArgument", "No view of the database reads a variable that says who asks.", { next: "Name the variable with --claim name=value, or give an account of the server." });
  const login = role === undefined ? own : (findAccount(known, role)?.name ?? role);
  const other = /^\d+$/.test(user) ? String(BigInt(user) + 1n) : `${user}_other`;
  const as = (name: string, value: string): Identity => ({ name, role: login, settings: { ...claims, [variable]: value }, owns: [value] });
  return [as(`user ${user}`, user), as(`user ${other}`, other), { name: `nobody (@${variable} not set)`, role: login, settings: {}, owns: [] }];
}

function unknownAccount(known: KnownAccounts, text: string): UsageError {
  const some = known.accounts.filter((one: Account) => !isOwn(one) && !isAdministrator(known satisfies Holders, one.name)).map(({ name }) => name);
  return new UsageError("badArgument", `The server has no account or role called ${text}.`, { next: some.length === 0 ? "Make the account first." : `Name one of ${some.slice(0, 8).join(", ")}${some.length > 8 ? ", …" : ""}, with its host where several have the name.` });
}
