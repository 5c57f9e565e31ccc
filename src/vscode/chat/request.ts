import { commands } from "../../agent/commands.ts";
import type { CommandEntry } from "../../agent/commands.ts";
import type { Invocation } from "../../agent/input.ts";
import { parseLine } from "../../agent/line.ts";

/** `apply-migration` as a slash command: `applyMigration`. */
export function slashName(entry: CommandEntry): string {
  return entry.name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * What a chat message asks for: a slash command with its words, or a line as the console has it, with or without the asterisk.
 * Undefined for free text. Throws UsageError for a line that cannot be read.
 */
export function readRequest(slash: string | undefined, prompt: string): Invocation | undefined {
  const bySlash = commands.find((entry) => slashName(entry) === slash);
  if (bySlash !== undefined) return parseLine(`*${bySlash.name} ${prompt}`);
  const first = /^\s*\*?([a-z][a-z-]*)/.exec(prompt)?.[1];
  const named = commands.find((entry) => entry.name === first);
  return named !== undefined || prompt.trimStart().startsWith("*") ? parseLine(prompt.trim()) : undefined;
}

/** Commands that a free text seems to be about, the likeliest first; found by its words. */
export function likelyCommands(prompt: string): readonly CommandEntry[] {
  const words = new Set(prompt.toLowerCase().split(/[^a-z]+/).filter((word) => word.length > 2));
  const score = (entry: CommandEntry): number => `${entry.name} ${entry.title} ${entry.summary}`.toLowerCase().split(/[^a-z]+/).filter((word) => words.has(word)).length;
  return commands.filter((entry) => entry.built && score(entry) > 0).sort((a, b) => score(b) - score(a)).slice(0, 3);
}
