/** What only EXPLAIN of PostgreSQL writes: its keys of JSON, or a cost with rows and width behind a node. */
export function looksLike(text: string): boolean {
  return /"{1,2}\\?"?Node Type\\?"/.test(text) || /\(cost=\d+\.\d+\.\.\d+\.\d+ rows=[\d.]+ width=\d+\)/.test(text) || /\(actual (?:time=[\d.]+\.\.[\d.]+ )?rows=[\d.]+ loops=\d+\)/.test(text) && /\(never executed\)|Planning Time|Scan on |->/.test(text);
}
