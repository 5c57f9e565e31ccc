/** A name as a command says it: a string of JSON. */
export function quoteName(name: string): string {
  return JSON.stringify(name);
}

/** Collections have no schema. */
export function quoteObject(object: { readonly name: string }): string {
  return JSON.stringify(object.name);
}

export function quoteText(value: string): string {
  return JSON.stringify(value);
}
