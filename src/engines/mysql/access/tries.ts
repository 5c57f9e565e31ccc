import { randomBytes } from "node:crypto";
import { StatementError, UnsupportedError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { joined, quoteAccount } from "../audit/world/accountName.ts";
import { quoteText } from "../quote.ts";

/** An account that lives as long as a try. */
export interface Disposable {
  readonly user: string;
  /** "de_try_1a2b3c4d_1@127.0.0.1" */
  readonly name: string;
  readonly password: string;
}

const pattern = /^(de_try_[0-9a-f]{8})_\d+$/;

/** Is it an account of ours? Nobody else's audit tells of it. */
export function isTry(user: string): boolean {
  return pattern.test(user);
}

/** Makes disposable accounts and drops them. A lock of the connection that makes them tells others that they are not left over from a crash. */
export class Tries {
  private readonly session: Session;
  private readonly mark = `de_try_${randomBytes(4).toString("hex")}`;
  private readonly made: string[] = [];
  private count = 0;
  private host: string | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  /** Drops what a crash left behind, and marks what is made from now on as in use. */
  async begin(): Promise<void> {
    await this.session.run(`DO GET_LOCK('${this.mark}', 0)`);
    const found = await this.session.run("SELECT User, Host FROM mysql.user WHERE User LIKE 'de\\_try\\_%'").catch(nothingSeen);
    for (const [user, host] of found.rows) {
      const mark = pattern.exec(String(user))?.[1];
      if (mark === undefined) continue;
      const taken = await this.session.run(`SELECT GET_LOCK('${mark}', 0)`);
      if (Number(taken.rows[0]?.[0]) !== 1) continue;
      await this.session.run(`DROP USER IF EXISTS ${quoteAccount(joined(String(user), String(host)))}`);
      await this.session.run(`DO RELEASE_LOCK('${mark}')`);
    }
  }

  /** An account without any right, that may log in from where this connection comes from. Throws UnsupportedError with the right to give. */
  async make(): Promise<Disposable> {
    this.host ??= String((await this.session.run("SELECT SUBSTRING_INDEX(USER(), '@', -1)")).rows[0]?.[0]);
    const user = `${this.mark}_${(this.count += 1)}`;
    const name = joined(user, this.host);
    // The letters before satisfy whatever rules the server has for passwords.
    const password = `aA1!${randomBytes(24).toString("base64url")}`;
    this.made.push(name);
    try {
      await this.session.run(`CREATE USER ${quoteAccount(name)} IDENTIFIED BY ${quoteText(password)}`);
    } catch (error) {
      if (!(error instanceof StatementError) || error.reason !== "permission") throw error;
      throw missingRight(this.session, error);
    }
    return { user, name, password };
  }

  /** Drops one, or all. */
  async drop(names: readonly string[] = [...this.made]): Promise<void> {
    for (const name of names) {
      await this.session.run(`DROP USER IF EXISTS ${quoteAccount(name)}`);
      this.made.splice(this.made.indexOf(name), 1);
    }
  }

  async end(): Promise<void> {
    if (this.made.length > 0) await this.drop();
    await this.session.run(`DO RELEASE_LOCK('${this.mark}')`);
  }
}

function nothingSeen(error: unknown): { readonly rows: [] } {
  if (error instanceof StatementError && error.reason === "permission") return { rows: [] };
  throw error;
}

export function missingRight({ facts }: Session, cause: unknown): UnsupportedError {
  const account = quoteAccount(facts.user);
  return new UnsupportedError("engine", `"${facts.user}" may not make disposable accounts on this server, so nothing can be tried as somebody else.`, {
    cause,
    next: `Let an administrator run: GRANT CREATE USER ON *.* TO ${account}; GRANT ALL PRIVILEGES ON \`data\\_engineer\\_shadow\\_%\`.* TO ${account} WITH GRANT OPTION; GRANT SELECT ON mysql.* TO ${account}.`,
  });
}
