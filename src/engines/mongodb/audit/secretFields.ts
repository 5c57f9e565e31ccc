import type { PlaintextKind } from "../../../core/secrets/plaintext.ts";
import { isKept, isPlaintext, plaintextKind } from "../../../core/secrets/plaintext.ts";
import { isDoc, type Doc, type Value } from "../bson/value.ts";

/** A field whose name says that its values are secret, and how many of those that were looked at can be read as they are. */
export interface SecretField {
  /** "password", "login.apiKey"; a field of documents in an array has the array's path. */
  readonly path: string;
  readonly kind: PlaintextKind;
  readonly looked: number;
  readonly plain: number;
}

/** So deep a document's own documents are looked into. */
const deepest = 5;

/** Judges the values of such fields by their form; none of them is kept. What client-side encryption wrote is binary, and no text. */
export function secretFieldsOf(documents: readonly Doc[]): SecretField[] {
  const found = new Map<string, { kind: PlaintextKind; looked: number; plain: number }>();
  const judge = (path: string, kind: PlaintextKind, value: Value): void => {
    const text = typeof value === "string" ? value : typeof value === "number" && kind === "card" ? String(value) : "";
    if (!isKept(text)) return;
    const counted = found.get(path) ?? { kind, looked: 0, plain: 0 };
    found.set(path, { kind, looked: counted.looked + 1, plain: counted.plain + (isPlaintext(kind, text) ? 1 : 0) });
  };
  const look = (document: Doc, before: string, depth: number): void => {
    for (const [name, value] of document) {
      const path = `${before}${name}`;
      const kind = plaintextKind(name);
      for (const item of Array.isArray(value) ? (value as readonly Value[]) : [value]) {
        if (isDoc(item)) {
          if (depth < deepest) look(item, `${path}.`, depth + 1);
        } else if (kind !== null) judge(path, kind, item);
      }
    }
  };
  for (const document of documents) look(document, "", 1);
  return [...found].map(([path, counted]) => ({ path, ...counted })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
