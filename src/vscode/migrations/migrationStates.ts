import { stat } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type { Migration, MigrationFolder, MigrationStatus } from "../../core/migration/migration.ts";
import type { Connections } from "../connections/connections.ts";
import { setContext } from "../contextKeys.ts";
import type { Log } from "../log.ts";
import { changesSetting, settingsOf } from "../settings.ts";
import { migrationGlobs } from "./documents.ts";
import type { FolderState, ReadRecords } from "./readStates.ts";

/** The migrations of each workspace folder and, where a connection is at hand, what its history says of them. Read lazily, kept until something changes. */
export class MigrationStates implements vscode.Disposable {
  private readonly connections: Connections;
  private readonly log: Log;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly hasRead = new vscode.EventEmitter<void>();
  private readonly found = new Map<string, Promise<readonly MigrationFolder[]>>();
  private readonly states = new Map<string, Promise<readonly FolderState[]>>();
  private readonly records = new Map<string, ReadRecords>();
  private readonly lookedAt = new Map<string, number>();
  private readonly places = new Map<string, readonly string[]>();
  private readonly latest = new Map<string, readonly FolderState[]>();
  private readonly disposable: vscode.Disposable;
  private forgotten = 0;
  private timer: NodeJS.Timeout | undefined;
  /** Files or history may have changed: read again. */
  readonly onDidChange = this.changed.event;
  /** What `known` answers may be different now. */
  readonly onDidRead = this.hasRead.event;

  constructor(connections: Connections, log: Log) {
    this.connections = connections;
    this.log = log;
    const watchers = migrationGlobs.map((glob) => vscode.workspace.createFileSystemWatcher(glob));
    const filesChanged = (): void => {
      this.found.clear();
      this.readAgain();
    };
    const saved = ({ path: file }: vscode.Uri): void => {
      if ([...this.places.values()].flat().some((place) => file.startsWith(place))) filesChanged();
    };
    const cameOrWent = ({ path: file }: vscode.Uri): void => {
      if (!/\/(?:\.data-engineer|node_modules|\.git)\//.test(file)) filesChanged();
    };
    this.disposable = vscode.Disposable.from(
      this.changed, this.hasRead, ...watchers,
      ...watchers.flatMap((watcher) => [watcher.onDidCreate(cameOrWent), watcher.onDidDelete(cameOrWent), watcher.onDidChange(saved)]),
      connections.onDidChange(() => {
        this.forget();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(filesChanged),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.forget();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (changesSetting(event, "migrationFolders")) filesChanged();
      }),
    );
  }

  /** The migration folders below a workspace folder; opens no connection. */
  folders(cwd: string): Promise<readonly MigrationFolder[]> {
    const known = this.found.get(cwd) ?? this.findFolders(cwd);
    this.found.set(cwd, known);
    return known;
  }

  /** The migration that a file (relative to `cwd`) is a part of. One that came after the folders were read is looked for anew: a watcher may miss what comes along with its folder. */
  async migrationOf(cwd: string, file: string): Promise<{ readonly folder: MigrationFolder; readonly migration: Migration } | undefined> {
    const find = async () => {
      for (const folder of await this.folders(cwd)) {
        const migration = folder.migrations.find(({ up, down }) => up.file === file || down?.file === file);
        if (migration !== undefined) return { folder, migration };
      }
      return undefined;
    };
    const known = await find();
    const came = known === undefined ? await stat(path.resolve(cwd, file)).then(({ ctimeMs }) => ctimeMs, () => 0) : 0;
    if (came <= (this.lookedAt.get(cwd) ?? 0)) return known;
    this.found.delete(cwd);
    const found = await find();
    if (found !== undefined) this.readAgain();
    return found;
  }

  /** Folders with the state of each migration; unknown where a password is missing and `mayAsk` is false. */
  read(cwd: string, mayAsk: boolean): Promise<readonly FolderState[]> {
    const known = this.states.get(cwd) ?? this.readStates(cwd, mayAsk);
    this.states.set(cwd, known);
    return known;
  }

  /** The migration that a file belongs to, from what was read last; starts reading where that is out of date. */
  known(cwd: string, file: string): { readonly folder: FolderState; readonly status: MigrationStatus } | undefined {
    const states = this.latest.get(cwd);
    if (!this.states.has(cwd)) void this.read(cwd, false).catch((error: unknown) => {
      this.log.error(error);
    });
    for (const folder of states ?? []) {
      const status = folder.statuses.find(({ migration }) => migration !== null && (migration.up.file === file || migration.down?.file === file));
      if (status !== undefined) return { folder, status };
    }
    return undefined;
  }

  /** Forgets what the history said: it is read anew. */
  forget(): void {
    this.forgotten += 1;
    this.records.clear();
    this.readAgain();
  }

  /** Lays the files beside what is known of the history; many calls at once are one. */
  private readAgain(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.states.clear();
      this.changed.fire();
    }, 150);
  }

  private async findFolders(cwd: string): Promise<readonly MigrationFolder[]> {
    const { findFolders } = await import("./readStates.ts");
    this.lookedAt.set(cwd, Date.now());
    const folders = await findFolders(cwd, settingsOf(vscode.Uri.file(cwd)));
    this.places.set(cwd, folders.map(({ folder }) => `${vscode.Uri.joinPath(vscode.Uri.file(cwd), folder).path.replace(/\/$/, "")}/`));
    setContext("dataEngineer.hasMigrations", [...this.places.values()].some((places) => places.length > 0));
    return folders;
  }

  private async readStates(cwd: string, mayAsk: boolean): Promise<readonly FolderState[]> {
    const folders = await this.folders(cwd);
    const { statesOf } = await import("./readStates.ts");
    const states = await statesOf(cwd, folders, folders.length === 0 ? undefined : this.records.get(cwd) ?? (await this.readHistory(cwd, mayAsk)));
    for (const { problem } of states) if (problem !== null) this.log.error(problem);
    this.latest.set(cwd, states);
    if (states.some(({ statuses }) => statuses.some(({ state }) => state === "applied"))) setContext("dataEngineer.applied", true);
    this.hasRead.fire();
    return states;
  }

  private async readHistory(cwd: string, mayAsk: boolean): Promise<ReadRecords | Error | undefined> {
    const { active } = this.connections;
    const target = active === undefined ? undefined : await this.connections.target(active, mayAsk);
    if (target === undefined) return undefined;
    const { readHistoryOf } = await import("./readStates.ts");
    const asOf = this.forgotten;
    const records = await readHistoryOf(cwd, target, settingsOf(vscode.Uri.file(cwd)));
    if (!(records instanceof Error) && asOf === this.forgotten) this.records.set(cwd, records);
    return records;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.disposable.dispose();
  }
}
