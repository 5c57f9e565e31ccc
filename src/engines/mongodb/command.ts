import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { StatementError } from "../../core/errors.ts";
import { members, valueOf } from "./bson/read.ts";
import { isDoc, type Doc } from "./bson/value.ts";

/** A command as the server takes it, with where its parts stand in the text. */
export interface Command {
  /** "find", "createIndexes", … as it is written. */
  readonly name: string;
  readonly document: Doc;
  /** The collection or view that it names; undefined where it names none. */
  readonly target: string | undefined;
  readonly text: string;
  readonly root: Node | undefined;
}

/** Reads a statement: a command document in relaxed or canonical Extended JSON. Throws StatementError("syntax") with the offset. */
export function readCommand(text: string): Command {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const first = errors[0];
  if (first !== undefined) throw syntax(`${words(printParseErrorCode(first.error))} in the command`, first.offset);
  if (root?.type !== "object") throw syntax("A command is a document, as in {\"find\": \"orders\", \"filter\": {}}", root?.offset ?? 0);
  const [head] = members(root);
  if (head === undefined) throw syntax("The command is empty", root.offset);
  return commandOf(valueOf(root, text) as Doc, text, root);
}

/** A command that was made, not read. */
export function commandOf(document: Doc, text: string, root?: Node): Command {
  const [name, value] = [...document][0] ?? ["", undefined];
  return { name, document, target: typeof value === "string" && value !== "" ? value : undefined, text, root };
}

/** The command inside an explain. */
export function explained(command: Command): Command {
  const inner = command.document.get(command.name);
  if (!isDoc(inner)) throw syntax("explain takes a command document", command.root?.offset ?? 0);
  return commandOf(inner, command.text, command.root);
}

function syntax(message: string, offset: number): StatementError {
  return new StatementError("syntax", "9", `${message}.`, { offset, next: "Write it as relaxed Extended JSON." });
}

function words(code: string): string {
  const text = code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
