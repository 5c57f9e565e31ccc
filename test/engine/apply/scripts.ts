import { checksumOf } from "../../../src/core/migration/checksum.ts";
import type { ToApply } from "../../../src/core/migration/apply.ts";
import { planRun } from "../../../src/core/migration/runnable.ts";
import type { Engine } from "../../../src/engines/engine.ts";
import type { EngineFixture } from "../fixture/fixture.ts";

/** A migration's files in the engine's own language; `down` absent: it has none. */
export function migrationFiles(engine: EngineFixture, name: string, up: readonly string[], down?: readonly string[]): Record<string, string> {
  const ending = endingOf(engine);
  return { [`migrations/${name}.up${ending}`]: scriptOf(engine, up), ...(down === undefined ? {} : { [`migrations/${name}.down${ending}`]: scriptOf(engine, down) }) };
}

/** The ending of script files: ".sql", or ".json" where statements are documents. */
export function endingOf(engine: EngineFixture): string {
  return engine.dialect === "mongodb" ? ".json" : ".sql";
}

/** Statements as one script, each on a line of its own; in a list of documents the first stands on the second line. */
export function scriptOf(engine: EngineFixture, statements: readonly string[]): string {
  return engine.dialect === "mongodb" ? `[\n${statements.join(",\n")}\n]\n` : `${statements.join(";\n")};\n`;
}

/** A migration without a file, as it runs. */
export function inMemory(fixture: EngineFixture, engine: Engine, version: string, statements: readonly string[]): ToApply {
  const text = scriptOf(fixture, statements);
  const up = { file: `migrations/${version}.up${endingOf(fixture)}`, start: 0, end: text.length, noTransaction: false };
  return { migration: { version, name: "race", up, down: null, repeatable: false, checksum: checksumOf(text) }, up: planRun(engine, { file: up.file, fileText: text, text, start: 0, end: text.length }, false) };
}
