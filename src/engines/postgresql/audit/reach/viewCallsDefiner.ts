import { has } from "../facts/privileges.ts";
import type { RoutineFact } from "../facts/routines.ts";
import type { PostgresqlRule } from "../rule.ts";
import { protectedTablesIn } from "./bodyReads.ts";
import { attempts, grantedRelation, gravest, toldRoles } from "./who.ts";

/** The peers: pgrls VIEW004. */
export const viewCallsDefiner: PostgresqlRule = {
  id: "reach/view-calls-definer",
  title: "A view that calls a function with its owner's rights",
  why: "A SECURITY DEFINER function in a view runs as the function's owner, also where the view asks for the invoker: what it reads past policies comes out of the view. A helper that asks who is calling is what such functions are for.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.views.flatMap((view) => {
      const called = (facts.reach.viewReads.get(`${view.schema}.${view.name}`) ?? []).flatMap((read): RoutineFact[] => {
        const routine = read.kind === "routine" ? facts.routines.find((one) => one.schema === read.schema && one.name === read.name && one.signature === read.signature) : undefined;
        return routine !== undefined && routine.securityDefiner && !routine.extension ? [routine] : [];
      });
      const reading = called.map((routine) => ({ routine, tables: protectedTablesIn(facts, routine) })).filter(({ tables }) => tables.length > 0);
      const readers = reading.length === 0 ? [] : grantedRelation(facts, view, ["SELECT"]);
      const object = `${view.schema}.${view.name}`;
      // Of a function in a view the caller needs EXECUTE, whoever owns the view.
      const open = reading.map((one) => ({ ...one, roles: readers.filter((role) => has(one.routine.privileges, role, "EXECUTE", facts.roles)) }));
      return open.filter(({ roles }) => roles.length > 0).map(({ routine, tables, roles }) => ({
        rule: viewCallsDefiner.id,
        object,
        part: `${routine.schema}.${routine.name}(${routine.signature})`,
        severity: gravest(facts, roles) === "account" ? ("info" as const) : ("warning" as const),
        message: `${object}, which ${toldRoles(roles)} may read, calls ${routine.schema}.${routine.name}, which runs as ${routine.owner} and reads ${tables.map((table) => `${table.schema}.${table.name}`).join(", ")} past the policies there without asking who calls. Let the function run as the invoker, or filter in it by who calls.`,
        attacks: attempts(facts, { form: "routine", schema: routine.schema, name: routine.name, signature: routine.signature }, roles, ["execute"], "any"),
      }));
    }),
};
