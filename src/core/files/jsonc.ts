/** Parses JSON that may hold comments and trailing commas, as VS Code's settings do. Throws SyntaxError. */
export function parseJsonc(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, "").replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g, (comment, string: string | undefined) => string ?? comment.replace(/[^\n]/g, " "));
  return JSON.parse(plain.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? " "));
}
