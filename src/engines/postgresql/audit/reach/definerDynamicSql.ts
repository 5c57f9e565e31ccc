import type { PostgresqlRule } from "../rule.ts";
import { injectedArgument } from "./dynamicSql.ts";
import { granted, gravest, toldRoles } from "./who.ts";

/** The peers: plpgsql_check's security_warnings, which needs an extension; pgrls does not read bodies. */
export const definerDynamicSql: PostgresqlRule = {
  id: "reach/definer-dynamic-sql",
  title: "A caller's text becomes a part of a statement that runs as the owner",
  why: "A SECURITY DEFINER function that puts an argument into the text of EXECUTE lets its caller write the statement, with the owner's rights. quote_ident, quote_literal, %I and %L of format, USING, and a check against a list keep the argument a value.",
  scope: "rls",
  untried: "What text to send depends on the statement that the function puts together, and such a function is not called with made-up texts; nothing was tried.",
  find: (facts) =>
    facts.routines.flatMap((routine) => {
      if (!routine.securityDefiner || routine.extension || routine.language !== "plpgsql") return [];
      const argument = injectedArgument(facts, routine);
      if (argument === undefined) return [];
      const callers = granted(facts, routine, ["EXECUTE"]);
      const standing = gravest(facts, callers);
      const object = `${routine.schema}.${routine.name}(${routine.signature})`;
      return [{
        rule: definerDynamicSql.id,
        object,
        part: argument,
        severity: standing === undefined || standing === "account" ? ("warning" as const) : ("error" as const),
        message: `${object} puts its argument ${argument} into a statement that it EXECUTEs as ${routine.owner}${callers.length > 0 ? `, and ${toldRoles(callers)} may call it: whoever does writes the statement` : ""}. Pass values with USING, names with format('%I', …).`,
      }];
    }),
};
