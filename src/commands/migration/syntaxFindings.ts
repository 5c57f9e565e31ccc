import type { WorkspaceFiles } from "../../core/files/workspaceFiles.ts";
import type { Migration } from "../../core/migration/migration.ts";
import { readMigrationText } from "../../core/migration/readText.ts";
import { chunks } from "../../core/migration/statementBlocks.ts";
import type { Finding } from "../../core/report/report.ts";
import { LineIndex } from "../../core/script/textPosition.ts";
import type { Engine } from "../../engines/engine.ts";

/** What the parser cannot read in the up scripts, at its line and column. */
export async function syntaxFindings(engine: Engine, files: WorkspaceFiles, migrations: readonly Migration[]): Promise<Finding[]> {
  const found = await Promise.all(
    migrations.map(async ({ up, version }) => {
      const source = await readMigrationText(files, up);
      const lines = new LineIndex(source.fileText);
      return chunks(source.text).flatMap((chunk) =>
        engine.analyse(engine.split(chunk.text)).problems.map((problem): Finding => {
          const start = source.start + chunk.start + problem.offset;
          const at = lines.position(start);
          return {
            rule: "apply/syntax", severity: "error", file: up.file, object: version,
            message: `Line ${at.line + 1}, column ${at.character + 1}: ${problem.message}`,
            range: { start: at, end: lines.position(Math.min(start + 1, source.fileText.length)) },
          };
        }),
      );
    }),
  );
  return found.flat();
}
