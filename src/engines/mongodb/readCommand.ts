import { StatementError, UnsupportedError } from "../../core/errors.ts";
import { valueOf } from "./bson/read.ts";
import { isDoc } from "./bson/value.ts";
import { type Command, commandFrom } from "./command.ts";
import { parseValue } from "./shell/parseValue.ts";
import { UnreadableText } from "./shell/problem.ts";
import { Reader } from "./shell/reader.ts";
import { readStatement } from "./statement.ts";

/** Reads a statement: a command document in Extended JSON or a shell line. Throws StatementError("syntax") with the offset. */
export function readCommand(text: string): Command {
  try {
    const statement = readStatement(text);
    if (statement.kind === "module") throw new UnsupportedError("engine", `${statement.file} is a module, which is run in a process of its own.`);
    const empty = statement.whenEmpty === undefined ? undefined : valueOf(parseValue(new Reader(statement.whenEmpty)));
    return commandFrom(statement, isDoc(empty) ? empty : undefined);
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    throw new StatementError("syntax", "9", `${error.message}.`, { offset: error.offset, next: "Write it as Extended JSON or as a line of mongosh; nothing is evaluated." });
  }
}
