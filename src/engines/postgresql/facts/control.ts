import type { Node } from "libpg-query";
import type { StatementFacts } from "../../../core/script/facts.ts";
import type { Handlers } from "./nodes.ts";
import { all, as } from "./nodes.ts";

const controls: Readonly<Record<string, { readonly verb: string; readonly control: NonNullable<StatementFacts["control"]> }>> = {
  TRANS_STMT_BEGIN: { verb: "BEGIN", control: "begin" },
  TRANS_STMT_START: { verb: "START TRANSACTION", control: "begin" },
  TRANS_STMT_COMMIT: { verb: "COMMIT", control: "commit" },
  TRANS_STMT_ROLLBACK: { verb: "ROLLBACK", control: "rollback" },
  TRANS_STMT_SAVEPOINT: { verb: "SAVEPOINT", control: "savepoint" },
  TRANS_STMT_RELEASE: { verb: "RELEASE", control: "release" },
  TRANS_STMT_ROLLBACK_TO: { verb: "ROLLBACK TO SAVEPOINT", control: "rollbackTo" },
  TRANS_STMT_PREPARE: { verb: "PREPARE TRANSACTION", control: "commit" },
  TRANS_STMT_COMMIT_PREPARED: { verb: "COMMIT PREPARED", control: "commit" },
  TRANS_STMT_ROLLBACK_PREPARED: { verb: "ROLLBACK PREPARED", control: "rollback" },
};

export const controlStatements: Handlers = {
  TransactionStmt(statement, facts) {
    const known = controls[statement.kind ?? ""];
    facts.kind = "transactionControl";
    facts.writes = statement.kind === "TRANS_STMT_COMMIT_PREPARED";
    facts.verb = known?.verb ?? "BEGIN";
    facts.control = known?.control ?? "begin";
    if (statement.kind === "TRANS_STMT_COMMIT_PREPARED" || statement.kind === "TRANS_STMT_ROLLBACK_PREPARED") facts.transaction = "outside";
  },
  VariableSetStmt(statement, facts) {
    facts.kind = "session";
    facts.writes = false;
    facts.verb = statement.kind === "VAR_RESET" || statement.kind === "VAR_RESET_ALL" ? "RESET" : "SET";
    facts.state.set(statement.name ?? "", statement.kind === "VAR_SET_VALUE" ? (statement.args ?? []).map(settingText) : undefined);
  },
  VariableShowStmt(_, facts) {
    facts.kind = "query";
    facts.writes = false;
    facts.verb = "SHOW";
  },
  ConstraintsSetStmt(_, facts) {
    facts.kind = "session";
    facts.writes = false;
    facts.verb = "SET CONSTRAINTS";
  },
  DiscardStmt(statement, facts) {
    facts.kind = "session";
    facts.writes = false;
    facts.verb = "DISCARD";
    if (statement.target === "DISCARD_ALL") facts.transaction = "outside";
  },
};

function settingText(node: Node): string {
  const constant = as(node, "A_Const");
  if (constant?.sval !== undefined) return constant.sval.sval ?? "";
  if (constant?.boolval !== undefined) return String(constant.boolval.boolval === true);
  if (constant?.ival !== undefined) return String(constant.ival.ival ?? 0);
  return all([node], "String")[0]?.sval ?? "";
}
