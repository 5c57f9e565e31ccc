/** "createdAt", "Created_At", "CREATED-AT" → "created at". */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The forms that a table of such things may be named by: "category" → category, categories, categorys. */
export function pluralsOf(word: string): string[] {
  const changed = /[^aeiou]y$/.test(word) ? [`${word.slice(0, -1)}ies`] : /(?:s|x|z|ch|sh)$/.test(word) ? [`${word}es`] : word === "person" || word.endsWith(" person") ? [word.replace(/person$/, "people")] : [];
  return [word, `${word}s`, ...changed];
}
