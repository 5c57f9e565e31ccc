const longest = 160;

/**
 * A statement for people who may not see what is in the database: texts, numbers and comments are left out, blanks are one, and it is cut after 160 characters.
 * `doubleQuotes`: whether "…" is a name or (MySQL) a text. A text that ends too early, as servers cut them, is left out up to there.
 */
export function withoutValues(sql: string, doubleQuotes: "name" | "text"): string {
  const shown = sql
    .replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|(?:\b[xbn])?'(?:[^'\\]|''|\\[\s\S])*(?:'|\\?$)|"(?:[^"\\]|""|\\[\s\S])*(?:"|\\?$)|(?<![\w$.`])[-+]?(?:0x[\da-f]+|\d+(?:\.\d+)?(?:e[-+]?\d+)?)\b|`(?:[^`]|``)*(?:`|$)/gi, (found) => {
      if (found.startsWith("--") || found.startsWith("/*")) return " ";
      return found.startsWith("`") || (found.startsWith('"') && doubleQuotes === "name") ? found : "?";
    })
    .replace(/\s+/g, " ")
    .trim();
  return shown.length > longest ? `${shown.slice(0, longest)} …` : shown;
}
