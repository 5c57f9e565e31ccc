/** Parsed nodes never change, and each is asked for its text many times. */
const known = new WeakMap<object, Map<string | undefined, string>>();

/** A node as text that is the same for the same expression wherever it stands; own columns are the same with and without the table's name. */
export function nodeText(node: unknown, own?: string): string {
  if (typeof node !== "object" || node === null) return written(node, own);
  const texts = known.get(node) ?? new Map<string | undefined, string>();
  known.set(node, texts);
  const text = texts.get(own) ?? written(node, own);
  texts.set(own, text);
  return text;
}

function written(node: unknown, own: string | undefined): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (key === "location" || key.endsWith("_location") || key === "stmt_len") return undefined;
    if (key === "ColumnRef" && own !== undefined) return ownColumn(value, own);
    return value;
  });
}

function ownColumn(value: unknown, own: string): unknown {
  const fields = (value as { readonly fields?: readonly { readonly String?: { readonly sval?: string } }[] }).fields ?? [];
  return fields.length === 2 && fields[0]?.String?.sval === own ? { fields: fields.slice(1) } : value;
}
