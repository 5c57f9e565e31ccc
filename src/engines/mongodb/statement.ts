import { commandOfDocument } from "./mongoCommand.ts";
import type { MongoCommand } from "./mongoCommand.ts";
import { parseLine } from "./shell/line.ts";
import { parseDocument } from "./shell/parseValue.ts";
import { UnreadableText } from "./shell/problem.ts";
import { Reader } from "./shell/reader.ts";
import { textOf, valueOf } from "./shell/value.ts";
import type { DocumentValue } from "./shell/value.ts";

/** A module of migrate-mongo, run in a process of its own. */
export interface ModuleCall {
  readonly kind: "module";
  /** Workspace-relative. */
  readonly file: string;
  readonly direction: "up" | "down";
}

export type MongoStatement = MongoCommand | ModuleCall;

/** Reads the text of one statement; nothing is evaluated. Throws UnreadableText with its place in `text`. */
export function readStatement(text: string): MongoStatement {
  const reader = new Reader(text);
  const first = reader.peek();
  if (first === undefined) throw new UnreadableText(0, "There is no command here");
  if (!reader.sees("{")) return parseLine(reader);
  const document = parseDocument(reader);
  const rest = reader.peek();
  if (rest !== undefined) reader.fail(rest, `${reader.found(rest)}, after the end of the command`);
  return document.fields[0]?.name === "runModule" ? moduleCall(document) : commandOfDocument(document);
}

function moduleCall(document: DocumentValue): ModuleCall {
  const [file, direction] = [textOf(valueOf(document, "runModule")), textOf(valueOf(document, "direction"))];
  if (file === undefined || (direction !== "up" && direction !== "down") || document.fields.length !== 2) {
    throw new UnreadableText(document.start, 'A module is run with {"runModule": "<file>", "direction": "up"} or "down"');
  }
  return { kind: "module", file, direction };
}
