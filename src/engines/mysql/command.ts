const blank = /^(?:[\s;(]+|#[^\n]*|--(?=[\s]|$)[^\n]*|\/\*(?![!M])[\s\S]*?\*\/|\/\*M?!\d*)/;

/** The first word of a statement in upper case, with a second one where it says what is made or changed: "CREATE TABLE". */
export function commandOf(sql: string): string {
  const [first = "", second = ""] = leadingWords(sql, 2);
  return /^(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|START|LOCK|UNLOCK|ANALYZE|CHECK|OPTIMIZE|REPAIR)$/.test(first) && second !== "" ? `${first} ${second}` : first;
}

function leadingWords(sql: string, count: number): string[] {
  const words: string[] = [];
  let rest = sql;
  while (words.length < count) {
    for (let skipped = blank.exec(rest); skipped !== null; skipped = blank.exec(rest)) rest = rest.slice(skipped[0].length);
    const word = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (word === undefined) break;
    words.push(word.toUpperCase());
    rest = rest.slice(word.length);
  }
  return words;
}
