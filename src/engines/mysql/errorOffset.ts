/** Where in the statement the server's complaint points, in UTF-16 units; undefined where it names no place. */
export function errorOffset(errno: number, message: string, text: string): number | undefined {
  if (errno === 1064 || errno === 1149) return nearOffset(message, text);
  return undefined;
}

const near = /near '([\s\S]*)' at line (\d+)$/;

/** "near '…' at line N": the rest of the statement from the token that did not fit, cut off after some 80 characters. */
function nearOffset(message: string, text: string): number | undefined {
  const match = near.exec(message);
  if (match === null) return undefined;
  const [, rest = "", line = "1"] = match;
  const end = text.trimEnd().replace(/;$/, "").trimEnd().length;
  if (rest === "") return end;
  const from = lineStart(text, Number(line));
  const told = comparable(rest);
  const found = text.indexOf(told, from);
  return found === -1 ? indexOrUndefined(text.indexOf(told)) : found;
}

/** The server writes characters beyond the BMP in another way: what stands before them is compared. */
function comparable(rest: string): string {
  const odd = /\?|\\x[0-9A-F]{2}|\ufffd/.exec(rest);
  return odd === null || odd.index === 0 ? rest : rest.slice(0, odd.index);
}

function lineStart(text: string, line: number): number {
  let at = 0;
  for (let count = 1; count < line; count += 1) {
    const next = text.indexOf("\n", at);
    if (next === -1) return at;
    at = next + 1;
  }
  return at;
}

function indexOrUndefined(index: number): number | undefined {
  return index === -1 ? undefined : index;
}
