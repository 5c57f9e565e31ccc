import type { TestProject } from "vitest/node";
import { packageVsix } from "../../scripts/vscode/packageVsix.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The packaged extension, made once for all files. */
    readonly vsix: string;
  }
}

export function setup(project: TestProject): void {
  project.provide("vsix", packageVsix());
}
