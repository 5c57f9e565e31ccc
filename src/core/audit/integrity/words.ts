/** The forms that a table of such things may be named by: "category" → category, categories, categorys. */
export function pluralsOf(word: string): string[] {
  const changed = /[^aeiou]y$/.test(word) ? [`${word.slice(0, -1)}ies`] : /(?:s|x|z|ch|sh)$/.test(word) ? [`${word}es`] : word === "person" || word.endsWith(" person") ? [word.replace(/person$/, "people")] : [];
  return [word, `${word}s`, ...changed];
}
