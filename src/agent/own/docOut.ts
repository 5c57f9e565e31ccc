import path from "node:path";
import { isDataEngineerError, UsageError } from "../../core/errors.ts";
import { findMigrationFolders } from "../../core/migration/findFolders.ts";
import { readMigrationFolder } from "../../core/migration/readFolder.ts";
import { escapeMarkdown, renderMarkdown } from "../../core/report/render/markdown.ts";
import { listSnapshots } from "../../core/snapshot/find.ts";
import type { AgentContext, AgentHandler } from "../agentContext.ts";

const mark = "<!-- written by data-engineer doc-out -->";

/** One document of the workspace's migrations and snapshots and of everything that this session ran. */
export const docOut: AgentHandler = async (context, input) => {
  const parts = [await heading(context), await migrations(context), await snapshots(context), ...session(context)];
  const document = context.redact(`${mark}\n${parts.join("\n\n")}\n`);
  const target = input.args["path"];
  const runs = context.transcript.entries.length;
  const holds = `${runs} ${runs === 1 ? "run" : "runs"} of this session, with the workspace's migrations and snapshots`;
  if (target === undefined) return { status: "passed", summary: `The document: ${holds}.`, evidence: [{ kind: "text", title: "Document", text: document }], data: { document } };
  const shown = context.files.shown(target);
  await refuseToReplace(context, target, shown);
  await context.files.writeText(target, document);
  return { status: "passed", summary: `Wrote ${shown}: ${holds}.`, data: { document }, files: [shown] };
};

/** Only a document of ours is written over. */
async function refuseToReplace(context: AgentContext, target: string, shown: string): Promise<void> {
  const kind = await context.files.kind(target);
  if (kind === null) return;
  if (kind === "file" && (await context.files.readText(target).catch(() => "")).startsWith(mark)) return;
  throw new UsageError("badArgument", `${shown} is there already and was not written by doc-out.`, { next: "Give another name, or move it away." });
}

async function heading(context: AgentContext): Promise<string> {
  const facts = [`Written ${context.now().toISOString()}`, `permission mode ${context.mode}`, ...(context.dialect === undefined ? [] : [context.dialect])];
  return `# Data Engineer: ${escapeMarkdown(path.basename(context.cwd))}\n\n${facts.join(" · ")}`;
}

async function migrations(context: AgentContext): Promise<string> {
  const found = await findMigrationFolders(context.files, context.settings);
  if (found.length === 0) return "## Migrations\n\nNo folder with migrations was found.";
  return ["## Migrations", ...(await Promise.all(found.map((one) => folderTable(context, one.folder))))].join("\n\n");
}

async function folderTable(context: AgentContext, name: string): Promise<string> {
  try {
    const folder = await readMigrationFolder(context.files, name);
    const rows = folder.migrations.map((one) => `| ${escapeMarkdown(one.version)} | ${escapeMarkdown(one.name)} | ${escapeMarkdown(one.up.file)} | ${one.down === null ? "none" : escapeMarkdown(one.down.file)} |`);
    return [`### ${escapeMarkdown(folder.folder)} (${folder.layout})`, "", "| Version | Name | Up | Down |", "| --- | --- | --- | --- |", ...rows].join("\n");
  } catch (error) {
    if (!isDataEngineerError(error)) throw error;
    return `### ${escapeMarkdown(name)}\n\nCannot be read: ${escapeMarkdown(error.message)}`;
  }
}

async function snapshots(context: AgentContext): Promise<string> {
  const found = await listSnapshots(context.files);
  if (found.length === 0) return "## Snapshots\n\nNone was taken.";
  const rows = found.map(({ id, manifest }) =>
    manifest === null
      ? `| ${escapeMarkdown(id)} | cannot be read | | |`
      : `| ${escapeMarkdown(id)} | ${manifest.reason} | ${escapeMarkdown(manifest.database)} | ${manifest.kept.reduce((sum, kept) => sum + kept.rows, 0)} |`,
  );
  return ["## Snapshots", "", "| Id | Why | Database | Rows kept |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function session(context: AgentContext): string[] {
  const { entries, dropped } = context.transcript;
  if (entries.length === 0) return ["## This session\n\nNothing ran before this document."];
  const older = dropped === 0 ? [] : [`${dropped} older ${dropped === 1 ? "run is" : "runs are"} left out.`];
  return ["## This session", ...older, ...entries.map((entry) => `${entry.startedAt} · \`${entry.line.replaceAll("`", "'").replace(/\s+/g, " ")}\`\n\n${renderMarkdown(entry.report, 3).trimEnd()}`)];
}
