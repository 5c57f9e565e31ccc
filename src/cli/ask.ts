import type { Answer, Host } from "../agent/host.ts";
import type { Confirmation } from "../commands/context.ts";
import { counted } from "../core/counted.ts";
import { RefusedError, throwIfCancelled } from "../core/errors.ts";
import { visible } from "../core/report/render/visible.ts";
import { tellDestruction } from "../core/script/destructionWords.ts";
import type { CliOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

const previewed = 20;

/** The part of the terminal that asks. */
export type Asker = Pick<Terminal, "interactive" | "log" | "question">;

/**
 * Answers from the flags, else from the person at the terminal, else refuses with the flag that is wanting.
 * `--yes` answers an ordinary question, never one that is to be chosen. A destruction always needs `--allow-destructive`, and `--yes` besides where mode or role asks an ordinary question too.
 */
export async function ask(request: Confirmation, how: Parameters<Host["ask"]>[1], options: Pick<CliOptions, "yes" | "allowDestructive">, terminal: Asker, signal: AbortSignal): Promise<Answer> {
  if (request.choice !== undefined) {
    if (!terminal.interactive) throw new RefusedError("needsConfirmation", `${statement(request)} is one of several ways, and nobody is there to choose.`, { next: request.choice });
  } else if (how.kind === "nameObject") {
    const missing = [...(how.confirms && !options.yes ? ["--yes"] : []), ...(options.allowDestructive ? [] : ["--allow-destructive"])];
    if (missing.length === 0) return { agreed: true, typedName: how.name };
    if (!terminal.interactive) {
      throw new RefusedError("needsAllowDestructive", `${statement(request)}: ${losses(request)}`, { next: `Add ${missing.join(" ")} if it may be lost.` });
    }
  } else {
    if (options.yes) return { agreed: true };
    if (!terminal.interactive) throw new RefusedError("needsConfirmation", `${statement(request)} needs a confirmation.`, { next: "Add --yes to confirm it." });
  }
  preview(request, terminal);
  const answer = await terminal.question(how.kind === "nameObject" ? `Type ${visible(how.name)} to go on, anything else to stop: ` : "Go on? [y/N] ", signal);
  throwIfCancelled(signal);
  if (how.kind === "nameObject") return { agreed: answer !== undefined && answer.trim() !== "", ...(answer === undefined ? {} : { typedName: answer.trim() }) };
  return { agreed: /^y(?:es)?$/i.test(answer?.trim() ?? "") };
}

/** A title that asks, said as what was refused. */
function statement(request: Confirmation): string {
  return request.title.replace(/\?$/, "");
}

function losses(request: Confirmation): string {
  const lost = request.destroys.map((loss) => `${loss.object}${loss.rows === undefined ? "" : ` (${counted(loss.rows, request.nouns?.row ?? "row")})`}`);
  return `it would destroy ${lost.join(", ")}.`;
}

function preview(request: Confirmation, terminal: Asker): void {
  terminal.log(request.title);
  terminal.log(request.detail);
  for (const sql of request.sql.slice(0, previewed)) terminal.log(`  ${sql.replaceAll("\n", "\n  ")}`);
  if (request.sql.length > previewed) terminal.log(`  … and ${request.sql.length - previewed} more statements`);
  for (const loss of request.destroys) {
    terminal.log(tellDestruction(loss, request.nouns));
    for (const line of loss.impact) terminal.log(`  ${line}`);
  }
}
