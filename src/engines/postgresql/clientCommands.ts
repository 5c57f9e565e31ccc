import type { ClientCommand } from "../../core/script/clientCommand.ts";
import { pieces } from "../../core/script/script.ts";
import type { Script } from "../../core/script/script.ts";

const harmless = new Set(["echo", "qecho", "warn", "set", "unset", "timing", "pset", "x", "t", "a", "encoding", "restrict", "unrestrict", "prompt"]);

/** The psql commands that stand between the statements; comments and COPY data are passed over. */
export function clientCommands(script: Script): ClientCommand[] {
  let data: { readonly start: number; readonly end: number } | undefined;
  return pieces(script).flatMap((piece) => {
    if (piece.kind === "statement") {
      data = piece.statement.copyData;
      return [];
    }
    const text = withoutComments(data === undefined ? piece.text : blanked(piece.text, data.start - piece.start, data.end - piece.start));
    data = undefined;
    return [...text.matchAll(/\\([A-Za-z_]+|[!?])([^\n\\]*)/g)].map((match) => ({
      client: "psql",
      written: `\\${match[1]!}`,
      start: piece.start + match.index,
      end: piece.start + match.index + match[0].trimEnd().length,
      harmless: harmless.has(match[1]!),
    }));
  });
}

function withoutComments(text: string): string {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => blanked(comment, 0, comment.length));
}

function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end);
}
