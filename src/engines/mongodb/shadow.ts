import { randomBytes } from "node:crypto";
import os from "node:os";
import type { MongoClient } from "mongodb";
import { StatementError, throwIfCancelled, UnsupportedError } from "../../core/errors.ts";
import type { Session, Shadow, ShadowOptions } from "../engine.ts";
import type { MongodbLink } from "./link.ts";
import { makerCollection, shadowPrefix } from "./ownCollections.ts";
import { fillShadow } from "./shadow/fill.ts";
import { copyRoles, dropPeople } from "./shadow/people.ts";
import { sweepShadows } from "./shadow/sweep.ts";

/** A maker that has not moved its document on for so long is gone. */
const aliveMs = 120_000;
const beatMs = 20_000;

/** A session on another database, and what is needed to keep and drop that. */
export interface Scratch {
  readonly session: Session & MongodbLink;
  readonly client: MongoClient;
}

export interface ShadowSource {
  readonly access: MongodbLink;
  readonly session: Session;
  /** Opens a session on a database of the server where scratch databases are made. */
  open(database: string): Promise<Scratch>;
  /** In words, where that is another server. */
  readonly elsewhere?: string;
}

const labels: Readonly<Record<ShadowOptions["data"], string>> = {
  empty: "an empty scratch database",
  schema: "a scratch database with the same collections, indexes and validators, without documents",
  sample: "a scratch database with the same collections, indexes and validators and a sample of the documents",
  copy: "a scratch database with everything that is there",
};

/**
 * A database of a random name with the source's collections, made by its own script, documents, and the roles that somebody made for it. References between documents are not known to the
 * server, so that a sample may lack what others of it point at. A document in it says that its maker lives; those of dead makers are dropped by the next one.
 * Throws UnsupportedError where the user may not make one.
 */
export async function openShadow(source: ShadowSource, { data, signal, sampleRows }: ShadowOptions): Promise<Shadow> {
  throwIfCancelled(signal);
  const name = `${shadowPrefix}${Date.now().toString(36)}_${randomBytes(5).toString("hex")}`;
  const { session, client } = await source.open(name);
  const beat = maker(session, source.access.database);
  let timer: NodeJS.Timeout | undefined;
  const drop = async (): Promise<void> => {
    clearInterval(timer);
    await dropPeople(session);
    await dropDatabase(client, name);
    await session.close();
  };
  try {
    await beat();
    timer = setInterval(() => void beat().catch(() => undefined), beatMs);
    timer.unref();
    await sweepShadows(session, name);
    if (data !== "empty") {
      await copyRoles(source.access, session);
      await fillShadow(source.access, session, await source.session.catalog(signal), data, signal, sampleRows);
    }
  } catch (error) {
    await drop().catch(() => undefined);
    throw explained(error);
  }
  return { session, form: "scratch", label: `${labels[data]}${source.elsewhere ?? " on the same server"}`, drop };
}

function maker(session: MongodbLink, of: string): () => Promise<void> {
  const about = { of, holder: `process ${process.pid} on ${os.hostname()}` };
  return async () => {
    await session.aside({ update: makerCollection, updates: [{ q: { _id: "maker" }, u: [{ $set: { ...about, until: { $add: ["$$NOW", aliveMs] } } }], upsert: true }] });
  };
}

async function dropDatabase(client: MongoClient, name: string): Promise<void> {
  if (!name.startsWith(shadowPrefix)) return;
  const database = client.db(name);
  try {
    await database.dropDatabase();
  } catch {
    // Thousands of collections at once are more than some servers can lock.
    const collections = await database.listCollections({}, { nameOnly: true }).toArray();
    for (const collection of collections) await database.dropCollection(collection.name);
    await database.dropDatabase();
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof StatementError) || error.reason !== "permission") return error;
  return new UnsupportedError("engine", "The user of this connection may not make a scratch database.", {
    cause: error,
    next: `Grant it readWriteAnyDatabase and dbAdminAnyDatabase, or name another server with --shadow-url. Scratch databases are called ${shadowPrefix}…`,
  });
}
