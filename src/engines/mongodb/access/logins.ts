import { randomBytes } from "node:crypto";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { docsIn } from "../bson/value.ts";
import type { MongodbLink } from "../link.ts";
import { dropPeople, makeRole } from "../shadow/people.ts";
import { builtInOnScratch, type RoleName } from "./roleNames.ts";

/** Opens a session on a scratch database: as a user of it, or as the connection itself. */
export type OpenScratch = (database: string, login?: { readonly user: string; readonly password: string }) => Promise<Session & MongodbLink>;

/**
 * Disposable users of a scratch database, each with roles of it. Users and roles of a database outlive it, so they are dropped before it.
 * What is relied on, of MongoDB's manual: createRole, createUser, dropAllUsersFromDatabase, dropAllRolesFromDatabase, and 13 Unauthorized for what no privilege allows.
 */
export class Logins {
  private readonly scratch: Session & MongodbLink;
  private readonly target: MongodbLink;
  private readonly open: OpenScratch;
  private readonly opened = new Map<string, Session & MongodbLink>();
  private refused: Promise<string | undefined> | undefined;
  private count = 0;

  constructor(scratch: Session & MongodbLink, target: MongodbLink, open: OpenScratch) {
    this.scratch = scratch;
    this.target = target;
    this.open = open;
  }

  /** Why nobody can be logged in, in words; undefined where somebody can. Found by trying it, once. */
  refusal(): Promise<string | undefined> {
    this.refused ??= this.tryOnce();
    return this.refused;
  }

  /** A session as a user with these roles of the target, made on the scratch database; the names of those that are on neither. */
  async as(roles: readonly RoleName[]): Promise<{ readonly link: MongodbLink; readonly missing: readonly string[] }> {
    const granted: string[] = [];
    const missing: string[] = [];
    for (const role of roles) {
      const name = builtInOnScratch(role, this.target.database) ?? (await this.madeHere(role));
      if (name === undefined) missing.push(role.role);
      else granted.push(name);
    }
    const key = JSON.stringify(granted);
    const link = this.opened.get(key) ?? (await this.login(granted));
    this.opened.set(key, link);
    return { link, missing };
  }

  async end(): Promise<void> {
    for (const link of this.opened.values()) await link.close();
    this.opened.clear();
    if (this.count > 0 || this.refused !== undefined) await dropPeople(this.scratch);
  }

  private async tryOnce(): Promise<string | undefined> {
    const role = "data_engineer_try";
    try {
      await this.scratch.aside({ createRole: role, privileges: [], roles: [] });
      await (await this.login([role])).close();
      return undefined;
    } catch (error) {
      return whyNot(error);
    }
  }

  private async login(roles: readonly string[]): Promise<Session & MongodbLink> {
    const user = `data_engineer_try_${(this.count += 1)}`;
    const password = randomBytes(24).toString("base64url");
    await this.scratch.aside({ createUser: user, pwd: password, roles: roles.map((role) => ({ role, db: this.scratch.database })) });
    return this.open(this.scratch.database, { user, password });
  }

  /** A role that somebody made, with what it gives on the target's database given on the scratch one. */
  private async madeHere({ role, db }: RoleName): Promise<string | undefined> {
    const here = await this.scratch.aside({ rolesInfo: { role, db: this.scratch.database } });
    if (docsIn(here, "roles").length > 0) return role;
    const [found] = docsIn(await this.target.aside({ rolesInfo: { role, db }, showPrivileges: true }), "roles");
    if (found === undefined) return undefined;
    await makeRole(found, this.target.database, this.scratch);
    return role;
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const code = error instanceof StatementError ? error.code : undefined;
  const start = "no user with a role of its own could be made and logged in, so nothing shows what a role may reach";
  if (code === "59") return `${start}: this server does not know createRole`;
  if (code === "13" || code === "8000") return `${start}: this connection may not make roles and users (grant it userAdminAnyDatabase, or name a server for it with --shadow-url)`;
  return `${start}: ${error.message.replace(/\.$/, "")}`;
}
