/** A node as text that is the same for the same expression wherever it stands; own columns are the same with and without the table's name. */
export function nodeText(node: unknown, own?: string): string {
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
