/**
 * Text from a file or a database with everything that a terminal would obey made visible: ESC as \x1b, other control
 * characters likewise, bidirectional overrides and invisible separators as \u{202e}. Line feeds and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, hex).replace(/[\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
