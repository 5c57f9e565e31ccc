import type { SqliteRule } from "./rule.ts";
import { fileReadable, fileWritable, largeLog } from "./rules/file.ts";
import { foreignKeysOff, orphans } from "./rules/foreignKeys.ts";
import { reachingFunction, unknownModule } from "./rules/programs.ts";
import { notEncrypted, plaintextColumn } from "./rules/secrets.ts";
import { autoincrement, damaged, nullableKey, stringType, valuesDoNotFit } from "./rules/values.ts";

/** What is looked for in an SQLite file besides what every engine's catalog tells. */
export const sqliteRules: readonly SqliteRule[] = [
  foreignKeysOff, orphans, valuesDoNotFit, nullableKey, stringType, autoincrement, damaged,
  fileWritable, fileReadable, largeLog, plaintextColumn, notEncrypted, unknownModule, reachingFunction,
];
