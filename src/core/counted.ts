let grouped: Intl.NumberFormat | undefined;

/** "1 statement", "1,234 statements". */
export function counted(count: number, one: string): string {
  return `${withSeparators(count)} ${count === 1 ? one : `${one}s`}`;
}

/** Making a format takes milliseconds, and most numbers need none. */
function withSeparators(count: number): string {
  return Math.abs(count) < 1000 ? String(count) : (grouped ??= new Intl.NumberFormat("en")).format(count);
}
