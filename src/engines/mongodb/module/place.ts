import { fileURLToPath } from "node:url";

/** Where in the file an error arose, by its stack; lines and characters from one. */
export function placeIn(error: unknown, file: string): { readonly line: number; readonly character: number } | Record<string, never> {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const frame of stack.matchAll(/((?:file:\/\/)?(?:\/|[A-Za-z]:\\)[^\n()]*?):(\d+)(?::(\d+))?(?=\)|\n|$)/g)) {
    const [, where = "", line, character = "1"] = frame;
    if ((where.startsWith("file://") ? pathOf(where) : where) === file) return { line: Number(line), character: Number(character) };
  }
  return {};
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
