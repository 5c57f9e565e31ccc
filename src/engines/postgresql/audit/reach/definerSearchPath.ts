import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { quoteName } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import type { RoutineFact } from "../facts/routines.ts";
import type { PostgresqlRule } from "../rule.ts";
import { callsIn, relationsIn } from "./bodyReads.ts";
import { routineName } from "./definerExecutable.ts";
import { type SearchPath, searchPathOf } from "./searchPath.ts";
import { granted, gravest, standingOf, toldRoles } from "./who.ts";

/** The peers: splinter 0011 asks only whether a path is set, pgrls SEC015 whether pg_temp is last. Here the value is judged with the body: names that are qualified cannot be led astray. */
export const definerSearchPath: PostgresqlRule = {
  id: "reach/definer-search-path",
  title: "A function that runs as its owner and looks names up where others may put them",
  why: "Where a SECURITY DEFINER function names a table or function without its schema, whoever can put one of that name earlier in the search path has it used with the owner's rights. A path that others cannot create in, with pg_temp last, or a body that qualifies every name, is safe.",
  scope: "rls",
  untried: "It takes a function of the attacker's own, put where the path finds it first; a trial plants no code of that kind.",
  find: (facts) => facts.routines.flatMap((routine) => (routine.securityDefiner && !routine.extension && !/^\s*BEGIN\s+ATOMIC\b/i.test(routine.body) ? judged(facts, routine) : [])),
};

interface Weakness {
  readonly part: string;
  readonly told: string;
  readonly grave: boolean;
}

function judged(facts: AuditFacts, routine: RoutineFact): AuditFinding[] {
  const path = searchPathOf(routine);
  const relations = relationsIn(facts, routine);
  const loose = relations === undefined || relations.some(({ schema }) => schema === undefined);
  const looseCalls = relations === undefined || callsIn(facts, routine).some(({ schema, name }) => schema === undefined && !facts.reach.builtIns.has(name));
  const weakness = weaknessOf(facts, routine, path, loose, looseCalls);
  if (weakness === undefined) return [];
  const callers = routine.returns === "trigger" ? [] : granted(facts, routine, ["EXECUTE"]);
  const standing = gravest(facts, callers);
  const object = `${routine.schema}.${routine.name}(${routine.signature})`;
  const fix = fixOf(facts, routine, path, loose, looseCalls);
  return [{
    rule: definerSearchPath.id,
    object,
    severity: weakness.grave && (standing === "anonymous" || standing === "users") ? "error" : standing === undefined || !(loose || looseCalls) ? "info" : "warning",
    message: `${object} runs as ${routine.owner} and ${weakness.told}${callers.length > 0 ? `; ${toldRoles(callers)} may call it` : ""}.`,
    ...(fix === undefined ? {} : { fix }),
  }];
}

function weaknessOf(facts: AuditFacts, routine: RoutineFact, path: SearchPath | undefined, loose: boolean, looseCalls: boolean): Weakness | undefined {
  if (path === undefined) return { part: "missing", grave: false, told: `sets no search_path: ${loose || looseCalls ? "names without a schema are looked up where its caller says" : "operators and types are still looked up where its caller says"}` };
  if (!loose && !looseCalls) return undefined;
  if (path.schemas.includes("$user")) return { part: "user", grave: false, told: `looks names up in "$user" (${path.value}), a schema that the caller's name decides` };
  const open = path.schemas.flatMap((schema) => creators(facts, schema, routine.owner).map((role) => ({ schema, role })));
  if (open.length > 0) return { part: "writable", grave: open.some(({ role }) => standingOf(facts, role) !== "account"), told: `looks names up in ${open[0]!.schema}, where ${toldRoles([...new Set(open.map(({ role }) => role))])} may create objects (search_path = ${path.value})` };
  const temporary = path.schemas.indexOf("pg_temp");
  if (loose && (temporary < 0 || temporary < path.schemas.length - 1)) return { part: "temporary", grave: false, told: `finds a caller's temporary table before its own: pg_temp is not the last of its search_path (${path.value}), and it names tables without their schema` };
  return undefined;
}

/** Roles other than the function's owner that may make objects in a schema. */
function creators(facts: AuditFacts, schema: string, owner: string): readonly string[] {
  const fact = facts.reach.schemas.get(schema);
  return fact === undefined ? [] : granted(facts, { ...fact, schema, privileges: fact.privileges }, ["CREATE"]).filter((role) => role !== owner && role !== fact.owner);
}

/** An empty path where the body needs none; else its own schema before pg_temp, where nobody else may create. Which it is, the proof must show. */
function fixOf(facts: AuditFacts, routine: RoutineFact, path: SearchPath | undefined, loose: boolean, looseCalls: boolean): AuditFinding["fix"] {
  const wanted = [...new Set(path === undefined ? [routine.schema] : path.schemas.filter((name) => name !== "pg_temp" && name !== "$user"))];
  const qualified = !loose && !looseCalls;
  if (!qualified && wanted.some((schema) => creators(facts, schema, routine.owner).length > 0)) return undefined;
  const value = qualified ? "''" : [...wanted.map(quoteName), "pg_temp"].join(", ");
  const name = routineName(facts, routine);
  return {
    title: qualified ? "Set an empty search_path: the body qualifies every name" : `Set search_path to ${[...wanted, "pg_temp"].join(", ")}`,
    statements: [`ALTER ${name} SET search_path = ${value}`],
    undo: [path === undefined ? `ALTER ${name} RESET search_path` : `ALTER ${name} SET search_path = ${path.schemas.length === 0 ? "''" : path.schemas.map(quoteName).join(", ")}`],
  };
}
