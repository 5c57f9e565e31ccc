/** Statements that make and drop indexes, CONCURRENTLY: nobody who writes waits. Undefined where one of them is anything else. */
export function gently(statements: readonly string[]): readonly string[] | undefined {
  const found = statements.flatMap((sql) => {
    const [all, words] = /^\s*(CREATE\s+(?:UNIQUE\s+)?INDEX|DROP\s+INDEX)\s+(?!CONCURRENTLY\b)/i.exec(sql) ?? [];
    return all === undefined || words === undefined ? [] : [`${words} CONCURRENTLY ${sql.slice(all.length)}`];
  });
  return found.length > 0 && found.length === statements.length ? found : undefined;
}
