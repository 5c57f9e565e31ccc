/** "1 statement", "1,234 statements", "2 fixes", "3 identities". */
export function counted(count: number, one: string): string {
  return `${withSeparators(count)} ${count === 1 ? one : several(one)}`;
}

/** The plural of an ordinary English noun. */
function several(one: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(one)) return `${one}es`;
  return /[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`;
}

/** As the locale "en" writes it, whose formatter takes milliseconds to make. */
function withSeparators(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
