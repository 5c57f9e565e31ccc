import type { Node } from "libpg-query";
import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { newNamed, newRelation, newRoutine, parts, useType } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { all, as, strings } from "./nodes.ts";
import { Scope, walkExpression } from "./queries.ts";

export const typeStatements: Handlers = {
  CreateEnumStmt(statement, facts) {
    facts.verb = "CREATE TYPE";
    facts.defines.push(newNamed("type", strings(statement.typeName), facts));
  },
  AlterEnumStmt(statement, facts) {
    const type: ObjectRef = { kind: "type", ...parts(strings(statement.typeName)) };
    facts.use(type);
    facts.idempotent = statement.skipIfNewValExists === true;
    if (statement.oldVal !== undefined) {
      facts.verb = "ALTER TYPE … RENAME VALUE";
      return;
    }
    facts.verb = "ALTER TYPE … ADD VALUE";
    facts.addsEnumValue = { type, value: statement.newVal ?? "" };
  },
  CompositeTypeStmt(statement, facts) {
    facts.verb = "CREATE TYPE";
    const type = newRelation("type", statement.typevar, facts);
    facts.defines.push(type);
    facts.dependingOn(type, () => {
      for (const column of all(statement.coldeflist, "ColumnDef")) useType(column.typeName, facts);
    });
  },
  CreateRangeStmt(statement, facts) {
    facts.verb = "CREATE TYPE";
    defineWith(newNamed("type", strings(statement.typeName), facts), statement.params, facts);
  },
  CreateDomainStmt(statement, facts) {
    facts.verb = "CREATE DOMAIN";
    const domain = newNamed("domain", strings(statement.domainname), facts);
    facts.defines.push(domain);
    facts.dependingOn(domain, () => {
      useType(statement.typeName, facts);
      facts.later({ soft: false }, () => walkExpression(statement.constraints, facts, new Scope()));
    });
  },
  AlterDomainStmt(statement, facts) {
    facts.verb = "ALTER DOMAIN";
    const domain: ObjectRef = { kind: "domain", ...parts(strings(statement.typeName)) };
    facts.use(domain);
    facts.dependingOn(domain, () => facts.later({ soft: false }, () => walkExpression(statement.def, facts, new Scope())));
  },
  AlterTypeStmt(statement, facts) {
    facts.verb = "ALTER TYPE";
    facts.use({ kind: "type", ...parts(strings(statement.typeName)) });
  },
  DefineStmt(statement, facts) {
    const names = strings(statement.defnames);
    facts.idempotent = statement.replace === true || statement.if_not_exists === true;
    if (statement.kind === "OBJECT_AGGREGATE") {
      facts.verb = "CREATE AGGREGATE";
      const parameters = as(statement.args?.[0], "List")?.items;
      const made = newRoutine(names, parameters, facts);
      facts.dependingOn(made, () => {
        for (const parameter of all(parameters, "FunctionParameter")) useType(parameter.argType, facts);
      });
      defineWith(made, statement.definition, facts, ["sfunc", "finalfunc", "combinefunc", "serialfunc", "deserialfunc", "msfunc", "minvfunc", "mfinalfunc"]);
    } else if (statement.kind === "OBJECT_TYPE") {
      facts.verb = "CREATE TYPE";
      const made = newNamed("type", names, facts);
      if (statement.definition === undefined) {
        facts.defines.push(made);
        facts.idempotent = true;
      } else defineWith(made, statement.definition, facts, ["input", "output", "receive", "send", "typmod_in", "typmod_out", "analyze", "subscript"]);
    } else {
      const word = (statement.kind ?? "").replace("OBJECT_", "").toLowerCase();
      facts.verb = `CREATE ${words[word] ?? word.toUpperCase()}`;
      const named = newNamed("other", names, facts);
      const made = { ...named, name: `${(words[word] ?? word).toLowerCase()} ${named.name}` };
      if (word === "operator") facts.idempotent = true;
      defineWith(made, statement.definition, facts, ["function", "procedure"], word === "tsconfiguration" || word === "tsdictionary");
    }
  },
};

const words: Readonly<Record<string, string>> = { tsconfiguration: "TEXT SEARCH CONFIGURATION", tsdictionary: "TEXT SEARCH DICTIONARY", tsparser: "TEXT SEARCH PARSER", tstemplate: "TEXT SEARCH TEMPLATE" };

/** Options that name routines (`routines`) use them; other options that are dotted names are types, where the grammar says so. */
function defineWith(made: ObjectRef, options: readonly Node[] | undefined, facts: FactsBuilder, routines: readonly string[] = [], noTypes = false): void {
  facts.defines.push(made);
  facts.dependingOn(made, () => {
    for (const option of all(options, "DefElem")) {
      const type = as(option.arg, "TypeName");
      if (type === undefined) continue;
      if (routines.includes(option.defname ?? "")) {
        const routine = parts(strings(type.names));
        if (routine.schema !== "pg_catalog") facts.use({ kind: "routine", ...routine }, type.location);
      } else if (!noTypes && ["stype", "mstype", "subtype", "leftarg", "rightarg", "element"].includes(option.defname ?? "")) useType(type, facts);
    }
  });
}
