/** The place of the parenthesis that closes the one at `open`; the last character where none does. Quoted texts and names are passed over. */
export function endOfGroup(text: string, open: number): number {
  let depth = 0;
  for (const { at, character } of unquoted(text, open)) {
    if (character === "(") depth += 1;
    if (character === ")" && --depth === 0) return at;
  }
  return text.length - 1;
}

/** Parts between the commas that stand in no parentheses and no quotes, trimmed. */
export function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const { at, character } of unquoted(text, 0)) {
    if (character === "(" || character === "[") depth += 1;
    if (character === ")" || character === "]") depth -= 1;
    if (character === "," && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}

function* unquoted(text: string, from: number): Generator<{ readonly at: number; readonly character: string }> {
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"' || character === "`") quote = character;
    else yield { at, character };
  }
}
