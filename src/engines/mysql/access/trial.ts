import { isDataEngineerError } from "../../../core/errors.ts";
import type { ConnectOptions, Session } from "../../engine.ts";
import { onDatabase } from "../../shadows.ts";
import type { Flavour } from "../flavourName.ts";
import type { Redirect } from "../redirect.ts";
import { leaveBinaryLog } from "../shadow/binaryLog.ts";
import { haltedOf } from "../shadow/halted.ts";
import { type KnownAccounts, readHolders } from "./holders.ts";
import { type Disposable, Tries } from "./tries.ts";

/** How further connections are made. */
export interface AccessParts {
  readonly options: ConnectOptions;
  readonly open: (options: ConnectOptions, redirect?: Redirect) => Promise<Session>;
}

/** What a trial knows besides its session. */
export interface Trial {
  readonly known: KnownAccounts;
  readonly tries: Tries;
  /** The database that the scratch stands for. */
  readonly database: string;
  /** Relations and routines ("FUNCTION f") that every disposable account may do everything with, because their protection was lifted. */
  readonly lifted: Set<string>;
  login(account: Disposable, signal: AbortSignal): Promise<Session>;
}

const trials = new WeakMap<Session, Trial>();

export function trialOf(session: Session): Trial {
  const trial = trials.get(session);
  if (trial === undefined) throw new Error("Accounts are tried inside of a trial alone.");
  return trial;
}

/** Works on a scratch database with the same structure, where disposable accounts may be made; nothing of either is left, also when it throws. */
export async function trial<Value>(own: Session, { options, open }: AccessParts, work: (session: Session) => Promise<Value>, signal: AbortSignal): Promise<Value> {
  const shadow = await own.shadow({ data: "schema", signal });
  const { database } = own.facts;
  const scratch = shadow.session.facts.database;
  const url = onDatabase(options.shadowUrl ?? options.url, scratch);
  const flavour: Flavour = shadow.session.facts.dialect === "mariadb" ? "mariadb" : "mysql";
  let session: Session | undefined;
  let tries: Tries | undefined;
  try {
    const catalog = await shadow.session.catalog(signal);
    const redirect: Redirect = { from: database, to: scratch, halted: haltedOf(catalog, shadow.session.engine, flavour).names, ownGrants: true };
    session = await open({ ...options, url, readOnly: false, signal }, redirect);
    await leaveBinaryLog(session);
    // Without it, a GRANT to an account that is not there would make one.
    if (flavour === "mariadb") await session.run("SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_CREATE_USER')");
    const known = await readHolders(session, signal);
    tries = new Tries(session);
    await tries.begin();
    const login = (account: Disposable, stop: AbortSignal): Promise<Session> => open({ ...options, url: asAccount(url, account), readOnly: false, signal: stop }, redirect);
    trials.set(session, { known, tries, database, lifted: new Set(), login });
    return await work(session);
  } finally {
    await tries?.end().catch(stays);
    await session?.close();
    await shadow.drop();
  }
}

/** An account that cannot be dropped now is swept by whoever tries next. */
function stays(error: unknown): void {
  if (!isDataEngineerError(error)) throw error;
}

function asAccount(url: string, { user, password }: Disposable): string {
  return Object.assign(new URL(url), { username: encodeURIComponent(user), password: encodeURIComponent(password) }).href;
}
