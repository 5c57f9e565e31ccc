import { has } from "../facts/privileges.ts";
import type { PostgresqlRule } from "../rule.ts";
import { granted, gravest, standingOf, toldRoles } from "./who.ts";

const reachesOut: Readonly<Record<string, string>> = { dblink: "opens connections to any server", http: "sends requests to any address", pg_net: "sends requests to any address", adminpack: "writes files of the server", file_fdw: "reads files of the server", plpython3u: "runs any code on the server", plperlu: "runs any code on the server", lo: "changes large objects", pgmq: "reads and writes queues", pageinspect: "reads raw pages of tables" };

/** The peers: splinter 0014, for every extension in public. */
export const extensionExposed: PostgresqlRule = {
  id: "reach/extension-exposed",
  title: "An extension's functions stand where the application's roles call them",
  why: "Extensions bring functions that PUBLIC may execute. In a schema that the API shows, those that open connections or files are an attacker's tools. A schema of its own (extensions) that the API does not show is the usual place.",
  scope: "rls",
  untried: "What its functions do leaves the database or the transaction, so that none is called for a trial.",
  find: (facts) =>
    facts.catalog.extensions.flatMap(({ name, schema }) => {
      const does = reachesOut[name];
      const fact = facts.reach.schemas.get(schema);
      if (does === undefined || fact === undefined) return [];
      const callers = [...new Set(facts.routines.filter((routine) => routine.extension && routine.schema === schema).flatMap((routine) => granted(facts, routine, ["EXECUTE"])))].filter((role) => standingOf(facts, role) !== "account");
      const roles = callers.filter((role) => role === "PUBLIC" || has(fact.privileges, role, "USAGE", facts.roles));
      const standing = gravest(facts, roles);
      return standing === undefined ? [] : [{
        rule: extensionExposed.id,
        object: `extension ${name}`,
        part: schema,
        severity: "warning" as const,
        message: `${toldRoles(roles)} may call functions of the extension ${name} in ${schema}, which ${does}. Move it to a schema of its own without USAGE for them, or take EXECUTE on its functions away.`,
      }];
    }),
};
