import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { FilePart } from "../facts/file.ts";
import type { SqliteRule } from "../rule.ts";

const [writable, readable] = ["server/file-writable", "server/file-readable"];

/** Whoever may write the file, its log or its folder owns the data: SQLite has no accounts. */
export const fileWritable: SqliteRule = {
  id: writable,
  title: "Database file that others may write",
  why: "SQLite has no accounts: the file's rights are all there is. Who may write the file or its log changes any row, who may write its folder puts another file in its place.",
  scope: "full",
  find: ({ file, database }) => {
    if (file === null) return [];
    return file.parts.flatMap((part): AuditFinding[] => {
      const others = (part.mode & 0o002) !== 0 && file.reachable && !(part.kind === "folder" && (part.mode & 0o1000) !== 0);
      const group = (part.mode & 0o020) !== 0 && !part.ownGroup && !(part.kind === "folder" && (part.mode & 0o1000) !== 0);
      if (!others && !group) return [];
      return [{ rule: writable, object: database, part: part.what, severity: others ? "error" : "warning", message: `${capital(part.what)} ${part.name} may be written by ${others ? "every account of this machine" : "all members of its group"} (mode ${modeOf(part)}): ${part.kind === "folder" ? "they can put another file in the place of the database" : "they can change any row"}. chmod ${part.kind === "folder" ? "go-w" : "600"} takes that away.` }];
    });
  },
};

export const fileReadable: SqliteRule = {
  id: readable,
  title: "Database file that others may read",
  why: "Who may read the file reads every row. Where no other account can pass through the folders above, nothing is told; it weighs more where columns hold passwords, tokens or cards.",
  scope: "full",
  find: ({ file, database, sensitive }) => {
    if (file === null) return [];
    const holds = sensitive.some(({ looked }) => looked > 0);
    return file.parts.filter(({ kind }) => kind !== "folder").flatMap((part): AuditFinding[] => {
      const others = (part.mode & 0o004) !== 0 && file.reachable;
      const group = (part.mode & 0o040) !== 0 && !part.ownGroup;
      if ((!others && !(group && holds)) || (part.kind === "side" && part.bytes === 0)) return [];
      return [{ rule: readable, object: database, part: part.what, severity: others && holds ? "warning" : "info", message: `${capital(part.what)} ${part.name} may be read by ${others ? "every account of this machine" : "all members of its group"} (mode ${modeOf(part)}). chmod 600 takes that away.` }];
    });
  },
};

export const largeLog: SqliteRule = {
  id: "server/large-log",
  title: "Write-ahead log that is never emptied",
  why: "It grows while a reader is always there or nobody checkpoints, reads get slower, and a copy of the file alone lacks what stands in it.",
  scope: "full",
  find: ({ file, database }) => {
    const log = file?.parts.find(({ name }) => name.endsWith("-wal"));
    const main = file?.parts.find(({ kind }) => kind === "database");
    if (log === undefined || main === undefined || log.bytes < 64 * 1024 * 1024 || log.bytes < main.bytes) return [];
    return [{ rule: "server/large-log", object: database, severity: "info", message: `The write-ahead log ${log.name} is ${Math.round(log.bytes / 1024 / 1024)} MiB, larger than the database itself: a reader that never ends keeps it from being emptied.` }];
  },
};

function modeOf({ mode }: FilePart): string {
  return (mode & 0o777).toString(8).padStart(3, "0");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
