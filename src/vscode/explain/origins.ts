import type * as vscode from "vscode";

/** Where a query stood when it was explained. */
export interface Origin {
  readonly uri: vscode.Uri;
  /** Of its first character, in UTF-16 units. */
  readonly offset: number;
  readonly text: string;
}

const most = 50;
const known: Origin[] = [];

/** Remembers where a query was taken from, so that a node of its plan leads back there. */
export function rememberOrigin(origin: Origin): void {
  known.unshift(origin);
  known.length = Math.min(known.length, most);
}

/** Where this query was taken from last; `offset` is that of the query, which may be a part of what was selected. */
export function originOf(query: string): Origin | undefined {
  for (const origin of known) {
    const at = origin.text.indexOf(query);
    if (at !== -1) return { uri: origin.uri, offset: origin.offset + at, text: query };
  }
  return undefined;
}

/** Where a text stands in a document now: where it stood, else the nearest place with the same text; undefined where it is not there any more. */
export function offsetNow(document: string, text: string, offset: number): number | undefined {
  if (document.startsWith(text, offset)) return offset;
  const [ahead, behind] = [document.indexOf(text, offset), document.lastIndexOf(text, offset)];
  if (ahead === -1 || behind === -1) return ahead === -1 ? (behind === -1 ? undefined : behind) : ahead;
  return ahead - offset < offset - behind ? ahead : behind;
}
