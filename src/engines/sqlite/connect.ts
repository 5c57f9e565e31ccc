import { access, constants, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ConnectionError, UsageError } from "../../core/errors.ts";
import type { ConnectOptions, Engine, ServerFacts, Session } from "../engine.ts";
import { Supervisor } from "./child/supervisor.ts";
import type { OpenFacts, OpenInput } from "./protocol.ts";
import { SqliteSession } from "./session.ts";
import { parseUrl } from "./url.ts";

/**
 * Opens the file that `sqlite:path` names in a child process. Throws UsageError("badUrl"), ConnectionError: unknownDatabase (missing),
 * notADatabase, driverMissing, lost; StatementError("lockTimeout") where another process keeps it locked.
 */
export async function connect(engine: Engine, options: ConnectOptions): Promise<Session> {
  const url = parseUrl(options.url, options.cwd);
  if (url.create && options.readOnly) throw new UsageError("badUrl", "create=true makes a file, which a read-only connection may not.", { next: "Leave create=true out." });
  await checkFile(url.file, url.create);
  const input: OpenInput = {
    file: url.file,
    create: url.create,
    readOnly: options.readOnly,
    foreignKeys: url.foreignKeys,
    lockTimeout: options.timeouts.lock,
  };
  const supervisor = new Supervisor(input);
  try {
    const opened = await supervisor.start({ signal: options.signal, timeoutMs: options.timeouts.connect });
    const facts = serverFacts(opened as OpenFacts, input, options.cwd);
    return new SqliteSession({ engine, facts, supervisor, input, timeouts: options.timeouts, open: (other) => connect(engine, other) });
  } catch (error) {
    await supervisor.close();
    throw error;
  }
}

async function checkFile(file: string, create: boolean): Promise<void> {
  const folder = path.dirname(file);
  const [found, home] = await Promise.all([stat(file).catch(() => null), stat(folder).catch(() => null)]);
  if (found?.isDirectory() === true) throw new ConnectionError("notADatabase", `${file} is a folder.`, { next: "Name the database file in it." });
  if (home === null || !home.isDirectory()) throw new ConnectionError("unknownDatabase", `There is no folder ${folder}.`, { next: "Check the path; it is read from the workspace folder." });
  if (found === null && !create) {
    throw new ConnectionError("unknownDatabase", `There is no database file ${file}.`, { next: "Check the path. To start with an empty database, make an empty file there or add ?create=true to the URL." });
  }
  const [target, rights] = found === null ? [folder, constants.W_OK] : [file, constants.R_OK];
  await access(target, rights).catch((error: unknown) => {
    throw new ConnectionError("authentication", `The rights of ${target} do not allow it to be ${found === null ? "written" : "read"}.`, { cause: error, next: "Change its rights, or connect as a user who may." });
  });
}

function serverFacts(opened: OpenFacts, input: OpenInput, cwd: string): ServerFacts {
  const [major = 0, minor = 0, patch = 0] = opened.version.split(".").map(Number);
  const relative = path.relative(cwd, input.file);
  const inside = !relative.startsWith("..") && !path.isAbsolute(relative);
  return {
    engine: "sqlite",
    dialect: "sqlite",
    version: opened.version,
    versionNumber: major * 1_000_000 + minor * 1000 + patch,
    database: inside ? relative.split(path.sep).join("/") : path.basename(input.file),
    user: userName(),
    superuser: false,
    readOnly: input.readOnly,
    tls: null,
    settings: opened.settings,
  };
}

/** Some containers run as a user without a name. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
