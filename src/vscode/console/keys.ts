export type Key =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: KeyName };

export type KeyName =
  | "enter" | "tab" | "interrupt" | "endOfInput" | "clear" | "up" | "down" | "left" | "right" | "wordLeft" | "wordRight" | "home" | "end"
  | "backspace" | "delete" | "deleteWord" | "deleteToStart" | "deleteToEnd";

const controls: Readonly<Record<string, KeyName>> = {
  "\r": "enter", "\n": "enter", "\t": "tab", "\u0003": "interrupt", "\u0004": "endOfInput", "\u000c": "clear", "\u007f": "backspace", "\b": "backspace",
  "\u0001": "home", "\u0005": "end", "\u0002": "left", "\u0006": "right", "\u0010": "up", "\u000e": "down", "\u0017": "deleteWord", "\u0015": "deleteToStart", "\u000b": "deleteToEnd",
};

const sequences: Readonly<Record<string, KeyName>> = {
  "[A": "up", "[B": "down", "[C": "right", "[D": "left", "[H": "home", "[F": "end", "OA": "up", "OB": "down", "OC": "right", "OD": "left", "OH": "home", "OF": "end",
  "[1~": "home", "[4~": "end", "[7~": "home", "[8~": "end", "[3~": "delete",
  "[1;5C": "wordRight", "[1;5D": "wordLeft", "[1;3C": "wordRight", "[1;3D": "wordLeft", f: "wordRight", b: "wordLeft", "\u007f": "deleteWord",
};

const pasteStart = "\u001b[200~";
const pasteEnd = "\u001b[201~";

/** Reads what a terminal sends as keys. A paste (bracketed by the terminal) may come in several pieces; so it keeps state. */
export class KeyReader {
  private pasting: string | undefined;

  read(data: string): Key[] {
    const keys: Key[] = [];
    let at = 0;
    while (at < data.length) {
      if (this.pasting !== undefined) {
        at = this.readPaste(data, at, keys);
        continue;
      }
      if (data.startsWith(pasteStart, at)) {
        this.pasting = "";
        at += pasteStart.length;
        continue;
      }
      at = readKey(data, at, keys);
    }
    return keys;
  }

  private readPaste(data: string, at: number, keys: Key[]): number {
    const end = data.indexOf(pasteEnd, at);
    this.pasting += data.slice(at, end === -1 ? undefined : end);
    if (end === -1) return data.length;
    keys.push({ kind: "paste", text: printable(this.pasting ?? "").replace(/\n+$/, "") });
    this.pasting = undefined;
    return end + pasteEnd.length;
  }
}

function readKey(data: string, at: number, keys: Key[]): number {
  const character = data[at] ?? "";
  if (character === "\u001b") {
     
    const sequence = /^(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Za-z]|[ -~\u007f])/.exec(data.slice(at + 1))?.[0] ?? "";
    const kind = sequences[sequence];
    if (kind !== undefined) keys.push({ kind });
    return at + 1 + sequence.length;
  }
  const control = controls[character];
  if (control !== undefined) {
    keys.push({ kind: control });
    return at + (data.startsWith("\r\n", at) ? 2 : 1);
  }
   
  const text = /^[^\u0000-\u001f\u007f]+/.exec(data.slice(at))?.[0];
  if (text === undefined) return at + 1;
  keys.push({ kind: "text", text: printable(text) });
  return at + text.length;
}

/** Text without anything that a terminal would obey; line ends become LF, tabs a blank. */
function printable(text: string): string {
   
  return text.replace(/\r\n?/g, "\n").replaceAll("\t", " ").replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "");
}
