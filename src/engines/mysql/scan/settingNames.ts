import type { Token } from "./tokens.ts";

/** Every name in a SET statement in upper case, the parts of `@@session.name` one by one. A person's own `@variables` are free to be called anything. */
export function settingNames(tokens: readonly Token[]): Set<string> {
  return new Set(tokens.flatMap((token) => (token.kind === "variable" ? systemName(token.text) : [upperName(token)])));
}

/** The parts of a system variable's name; none for a person's own. */
export function systemName(text: string): string[] {
  return text.startsWith("@@") ? text.slice(2).replaceAll("`", "").toUpperCase().split(".") : [];
}

/** A word, or a name in quotes, in upper case. */
export function upperName(token: Token): string {
  return token.kind === "name" ? token.text.slice(1, -1).toUpperCase() : token.upper;
}
