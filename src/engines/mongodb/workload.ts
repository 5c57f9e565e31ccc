import { isDataEngineerError } from "../../core/errors.ts";
import { scriptWork } from "../scriptWork.ts";
import type { Session } from "../engine.ts";
import type { WorkloadAdapter } from "../workload.ts";
import type { MongodbLink } from "./link.ts";
import { readCollectionWork } from "./workload/collections.ts";
import { readProfile } from "./workload/profiler.ts";
import { readRunning, serverFacts } from "./workload/server.ts";
import { shapeOf } from "./workload/shape.ts";

/** The profiler, $indexStats, $collStats, currentOp and serverStatus; the commands of a file are explained with their run where one is given. */
export function workload(session: Session & MongodbLink): WorkloadAdapter {
  return {
    read: async ({ catalog, top, script, signal }) => {
      const profile = script === undefined ? await readProfile(session, top, signal) : { facts: [], ...(await scriptWork(session, script, { catalog, top, signal, shown: (text) => shown(session, text) })) };
      const collections = await readCollectionWork(session, catalog, signal);
      const server = await serverFacts(session, signal);
      const now = await readRunning(session);
      return {
        statements: profile.statements,
        totals: profile.totals,
        ...("statementsSince" in profile && profile.statementsSince !== undefined ? { statementsSince: profile.statementsSince } : {}),
        ...(collections.countersSince === undefined ? {} : { countersSince: collections.countersSince }),
        tables: collections.tables,
        indexes: collections.indexes,
        running: now.running,
        waits: [],
        facts: [...server.facts, ...profile.facts],
        unseen: [...profile.unseen, ...collections.unseen, ...now.unseen, ...server.unseen],
      };
    },
  };
}

function shown(link: MongodbLink, text: string): string {
  try {
    return shapeOf(link.read(text).document);
  } catch (error) {
    if (!isDataEngineerError(error)) throw error;
    return "a command that cannot be read";
  }
}
