import type { Catalog } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { ConnectOptions, Session } from "../../engine.ts";
import { onDatabase } from "../../shadows.ts";
import { definedIn } from "../audit/definers/programs.ts";
import { quoteName } from "../quote.ts";
import type { Redirect } from "../redirect.ts";
import { type KnownAccounts, readHolders } from "./holders.ts";
import { arm } from "./scratchGrants.ts";
import { type Disposable, missingRight, Tries } from "./tries.ts";

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
  const { session } = shadow;
  const tries = new Tries(session);
  try {
    const known = await readHolders(session, signal);
    await tries.begin();
    const { database } = own.facts;
    const redirect: Redirect = { from: database, to: session.facts.database, halted: new Set() };
    const login = (account: Disposable, stop: AbortSignal): Promise<Session> => open({ ...options, url: asAccount(onDatabase(options.shadowUrl ?? options.url, session.facts.database), account), readOnly: false, signal: stop }, redirect);
    trials.set(session, { known, tries, database, lifted: new Set(), login });
    const catalog = await session.catalog(signal);
    await armDefiners(session, known, catalog, database).catch((error: unknown) => {
      throw error instanceof StatementError && error.reason === "permission" ? missingRight(session, error) : error;
    });
    return await work(session);
  } finally {
    trials.delete(session);
    await tries.end().finally(() => shadow.drop());
  }
}

function asAccount(url: string, { user, password }: Disposable): string {
  return Object.assign(new URL(url), { username: encodeURIComponent(user), password: encodeURIComponent(password) }).href;
}

async function armDefiners(session: Session, known: KnownAccounts, catalog: Catalog, database: string): Promise<void> {
  const definers = new Set(definedIn(catalog).filter(({ asDefiner }) => asDefiner).map(({ definer }) => definer));
  const relations = [...catalog.tables, ...catalog.views].map(({ name }) => name);
  const routines = catalog.routines.map(({ form, name }) => `${form === "procedure" ? "PROCEDURE" : "FUNCTION"} ${quoteName(session.facts.database)}.${quoteName(name)}`);
  await arm(session, known, definers, { relations, routines }, database);
}
