#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { entryOf, readOptions, wantedFormat } from "./cli/options.ts";
import type { CliOptions } from "./cli/options.ts";
import { UsageError } from "./core/errors.ts";

/** The command line's way: version and help at once, all else through the agent. */
async function start(argv: readonly string[]): Promise<number> {
  let options: CliOptions;
  try {
    options = readOptions(argv);
  } catch (error) {
    return reportFailure(argv, error);
  }
  if (options.version) return print(`${version()}\n`);
  if (options.command === undefined && (options.help || argv.length === 0)) return print((await import("./cli/help.ts")).programHelp(version()));
  if (options.command === undefined) return reportFailure(argv, new UsageError("missingArgument", "No command was given.", { next: "Run data-engineer --help to see all commands." }));
  const entry = entryOf(options);
  if (options.help && entry !== undefined) return print((await import("./cli/help.ts")).commandHelp(entry));
  return (await import("./cli/main.ts")).runCommandLine({ ...options, command: options.command });
}

/** The manifest lies beside `src` and `dist` alike. */
function version(): string {
  return (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string }).version;
}

async function reportFailure(argv: readonly string[], error: unknown): Promise<number> {
  const { failure } = await import("./cli/main.ts");
  const { report, exitCode } = failure("data-engineer", error, new AbortController().signal);
  const { render } = await import("./cli/render.ts");
  await print(await render(report, wantedFormat(argv), { color: process.stdout.isTTY === true, columns: process.stdout.columns ?? 0 }));
  return exitCode;
}

function print(text: string): Promise<number> {
  process.stdout.on("error", () => undefined);
  return new Promise((resolve) => process.stdout.write(text, () => resolve(0)));
}

process.exitCode = await start(process.argv.slice(2));
