import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { AuditScope } from "../../../core/audit/rule.ts";
import type { MongodbLink } from "../link.ts";
import { type Account, type CustomRole, readAccounts } from "./accountFacts.ts";
import { type CollectionFacts, readCollections } from "./collectionFacts.ts";
import { readServer, type ServerFacts } from "./serverFacts.ts";

/** What the rules know. A null is what could not be read; `unseen` says why. */
export interface AuditFacts {
  readonly database: string;
  readonly server: ServerFacts;
  /** Of every database of the server, or only of this one where no more may be read. */
  readonly accounts: readonly Account[] | null;
  readonly roles: readonly CustomRole[] | null;
  readonly collections: readonly CollectionFacts[];
  readonly unseen: readonly string[];
}

/** Reads beside an open transaction, since none of it can be read in one. */
export async function readFacts(access: MongodbLink, catalog: Catalog, scope: AuditScope, tls: boolean | null, signal: AbortSignal): Promise<AuditFacts> {
  const whole = scope === "full";
  const [server, accounts, collections] = await Promise.all([
    readServer(access, tls, signal),
    whole ? readAccounts(access, signal) : { accounts: null, roles: null, unseen: [] },
    readCollections(access, catalog, whole, signal),
  ]);
  return { database: access.database, server, accounts: accounts.accounts, roles: accounts.roles, collections: collections.collections, unseen: [...(whole ? server.unseen : []), ...accounts.unseen, ...collections.unseen] };
}
