import type { Fix } from "../report/report.ts";

/**
 * Renames that make the sorted names follow `order`: numbers in front are dealt out anew, the rest of each name stays.
 * Undefined where not every name starts with a number of its own. `partners` are files that share a version (down scripts).
 */
export function renameFix(files: readonly string[], order: readonly number[], partners: (file: string) => readonly string[]): Fix | undefined {
  const parsed = files.map((file) => /^((?:.*\/)?)(\d+)([^/]*)$/.exec(file));
  if (parsed.some((found) => found === null)) return undefined;
  const numbers = parsed.map((found) => found![2]!);
  if (new Set(numbers).size !== numbers.length) return undefined;
  const renames = order.flatMap((from, position) => {
    const number = numbers[position]!;
    if (from === position) return [];
    return [files[from]!, ...partners(files[from]!)].map((file) => ({ from: file, to: file.replace(/^((?:.*\/)?)\d+/, `$1${number}`) }));
  });
  return renames.length === 0 ? undefined : { title: "Renumber the files into the order that works (only while none of them is applied)", renames, proven: false };
}
