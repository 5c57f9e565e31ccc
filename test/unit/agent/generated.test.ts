import path from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles } from "../../../scripts/generated/files.ts";

describe("generated files", async () => {
  const files = await generatedFiles(path.resolve(import.meta.dirname, "../../.."));

  it.each(files.map(({ file, text, wanted }) => [file, text, wanted] as const))("%s says what the registry says", (_, text, wanted) => {
    expect(text).toBe(wanted);
  });
});
