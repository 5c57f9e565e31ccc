import { MongoClient, type MongoClientOptions } from "mongodb";
import { UsageError } from "../../core/errors.ts";
import type { Timeouts } from "../engine.ts";

/** A client that is not connected yet, for the database that the URL's path names ("test" where it names none, as every client of MongoDB does). */
export interface PreparedClient {
  readonly client: MongoClient;
  readonly database: string;
}

/** Somebody else than the URL names, who logs in on a database. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** `login` takes the place of the URL's own. Throws UsageError("badUrl") for a URL that cannot be read; its text is never part of the message. */
export function prepareClient(url: string, timeouts: Timeouts, login?: Login): PreparedClient {
  const options: MongoClientOptions = {
    appName: "data-engineer",
    maxPoolSize: 12,
    minPoolSize: 0,
    retryWrites: false,
    retryReads: false,
    ...(timeouts.connect > 0 ? { serverSelectionTimeoutMS: timeouts.connect, connectTimeoutMS: timeouts.connect } : {}),
    ...(login === undefined ? {} : { auth: { username: login.user, password: login.password }, authSource: login.database, authMechanism: "DEFAULT" }),
  };
  try {
    const client = new MongoClient(url, options);
    return { client, database: client.options.dbName };
  } catch (error) {
    const reason = error instanceof Error ? adviceOf(error.message) : undefined;
    throw new UsageError("badUrl", "The connection URL cannot be read.", {
      next: `${reason ?? "Write it as mongodb://user:password@host:27017/database or mongodb+srv://user:password@host/database"}; encode special characters of the password (@ is %40, / is %2F, # is %23, : is %3A).`,
    });
  }
}

/** What the driver says about options names them; what it says about the rest may hold parts of the URL and is left out. */
function adviceOf(message: string): string | undefined {
  const option = /^options? ([a-z, ]+) (?:is|are) not supported/i.exec(message)?.[1];
  if (option !== undefined) return `The driver does not know the option ${option}`;
  if (/srv/i.test(message) && /port/i.test(message)) return "mongodb+srv:// takes one host without a port";
  if (/database/i.test(message)) return "The database's name holds a character that it may not";
  return undefined;
}
