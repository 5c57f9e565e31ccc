import type { Script } from "../../core/script/script.ts";
import { scan } from "./shell/scan.ts";

/** Cuts a script into database commands: the elements of an array, documents after each other, or shell lines; total. */
export function split(text: string): Script {
  return { text, statements: scan(text).statements.map(({ start, end }, index) => ({ index, start, end, text: text.slice(start, end) })) };
}
