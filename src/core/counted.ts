/** "1 statement", "1,234 statements". */
export function counted(count: number, one: string): string {
  return `${withSeparators(count)} ${count === 1 ? one : `${one}s`}`;
}

/** As the locale "en" writes it, whose formatter takes milliseconds to make. */
function withSeparators(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
