import type { ScriptFacts, StatementFacts } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";
import type { Flavour } from "./flavourName.ts";
import { ModeState } from "./scan/modeState.ts";
import { tokensOf } from "./scan/tokens.ts";

/** Reads every statement as the server would. */
export function analyse(script: Script, flavour: Flavour, version?: number): ScriptFacts {
  const modes = new ModeState();
  const statements = script.statements.map((statement): StatementFacts => {
    const words = tokensOf(statement.text, flavour, modes.mode, version).map((token) => token.upper);
    modes.follow(statement.text, flavour, version);
    const [first = "", second = ""] = words;
    const dml = /^(?:INSERT|UPDATE|DELETE|REPLACE|WITH)$/.test(first);
    const query = /^(?:SELECT|SHOW|EXPLAIN|DESC|DESCRIBE|VALUES|TABLE)$/.test(first);
    const ddl = /^(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|GRANT|REVOKE)$/.test(first);
    const temporary = second === "TEMPORARY";
    const control = controls[first];
    return {
      statement, verb: ddl ? `${first} ${second}`.trim() : first, kind: control !== undefined ? "transactionControl" : ddl ? "ddl" : dml ? "dml" : query ? "query" : first === "SET" || first === "USE" ? "session" : "utility",
      defines: [], uses: [], drops: [], renames: [], destroys: [], writes: ddl || dml, transaction: ddl && !temporary ? "outside" : "inside", ...(control !== undefined && { control }),
    };
  });
  return { statements, problems: [] };
}

const controls: Readonly<Record<string, NonNullable<StatementFacts["control"]>>> = { BEGIN: "begin", START: "begin", COMMIT: "commit", ROLLBACK: "rollback", SAVEPOINT: "savepoint", RELEASE: "release" };
