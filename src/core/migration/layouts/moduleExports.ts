/** A function that a module exports: where its name stands, and what it calls its first parameter. */
export interface ExportedFunction {
  readonly start: number;
  readonly parameter: string;
}

/**
 * The functions `up` and `down` of a migration in JavaScript, found by their words: `async up(db, client) {`, `exports.up = async (db) =>`,
 * `export const up = …`, `export async function up(db)`. Nothing is evaluated; comments and texts in quotes are passed over.
 */
export function moduleExports(text: string): { readonly up?: ExportedFunction; readonly down?: ExportedFunction } {
  const code = text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[^]*?\*\//g, (skipped) => " ".repeat(skipped.length));
  const [up, down] = [functionNamed(code, "up"), functionNamed(code, "down")];
  return { ...(up === undefined ? {} : { up }), ...(down === undefined ? {} : { down }) };
}

const forms = (name: string): RegExp[] => [
  new RegExp(`(?:\\bexports\\.|\\bexport\\s+(?:const|let|var)\\s+)(${name})\\s*=\\s*(?:async\\s*)?(?:function\\b[^(]*)?\\(?\\s*([A-Za-z_$][\\w$]*|\\))`),
  new RegExp(`\\bexport\\s+(?:async\\s+)?function\\s+(${name})\\s*\\(\\s*([A-Za-z_$][\\w$]*|\\))`),
  new RegExp(`[{,]\\s*(?:async\\s+)?(${name})\\s*(?::\\s*(?:async\\s*)?(?:function\\b[^(]*)?)?\\(\\s*([A-Za-z_$][\\w$]*|\\))`),
  new RegExp(`[{,]\\s*(${name})\\s*:\\s*(?:async\\s+)?([A-Za-z_$][\\w$]*)\\s*=>`),
];

function functionNamed(code: string, name: "up" | "down"): ExportedFunction | undefined {
  for (const form of forms(name)) {
    const found = form.exec(code);
    if (found?.[1] !== undefined && found[2] !== undefined) return { start: found.index + found[0].indexOf(found[1]), parameter: found[2] === ")" ? "" : found[2] };
  }
  return undefined;
}
