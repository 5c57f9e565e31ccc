import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { createConnection } from "mysql2/promise";
import { freePort } from "./freePort.ts";
import { installDebian, output, run, start, stop, which } from "./process.ts";
import { type Server, unprivileged } from "./server.ts";

type Flavour = "mysql" | "mariadb";

/** Where each is found on a machine, and the Debian packages that bring it without a service. */
const flavours: Readonly<Record<Flavour, { readonly programs: readonly string[]; readonly packages: readonly string[] }>> = {
  mariadb: { programs: ["mariadbd", "/usr/sbin/mariadbd", "mysqld"], packages: ["mariadb-server-core", "mariadb-client-core"] },
  mysql: { programs: ["mysqld", "/usr/sbin/mysqld", "/usr/local/mysql/bin/mysqld"], packages: ["mysql-server-core"] },
};

/** The same server for tests as `startPostgres`: `TEST_MYSQL_URL` or `TEST_MARIADB_URL`, else the machine's binaries, else Debian's package as root. Null where none can be had. */
export async function startMysql(flavour: Flavour): Promise<Server | null> {
  const given = process.env[`TEST_${flavour.toUpperCase()}_URL`];
  if (given !== undefined && given !== "") return { url: given, stop: () => undefined };
  const program = findProgram(flavour) ?? (hasPackage(flavour) && installDebian(...flavours[flavour].packages) ? findProgram(flavour) : null);
  return program === null ? null : startOwn(flavour, program);
}

/** Both flavours call their server mysqld: its own word for its version tells which it is. */
function findProgram(flavour: Flavour): string | null {
  const found = flavours[flavour].programs.map((name) => (path.isAbsolute(name) ? (existsSync(name) ? name : null) : which(name)));
  return found.find((program) => program !== null && /mariadb/i.test(output(program, ["--no-defaults", "--version"]) ?? "") === (flavour === "mariadb")) ?? null;
}

function hasPackage(flavour: Flavour): boolean {
  return flavours[flavour].packages.every((name) => (output("apt-cache", ["policy", name]) ?? "").includes("Candidate: ") && !(output("apt-cache", ["policy", name]) ?? "").includes("Candidate: (none)"));
}

async function startOwn(flavour: Flavour, program: string): Promise<Server> {
  const home = mkdtempSync(path.join(tmpdir(), `de-${flavour}-`));
  const [data, init, log] = [path.join(home, "data"), path.join(home, "init.sql"), path.join(home, "server.log")];
  mkdirSync(data);
  const password = randomBytes(12).toString("hex");
  writeFileSync(init, `CREATE USER IF NOT EXISTS root@127.0.0.1;\nALTER USER root@127.0.0.1 IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO root@127.0.0.1 WITH GRANT OPTION;\nALTER USER root@localhost IDENTIFIED BY '${password}';\n`);
  writeFileSync(log, "");
  chmodSync(home, 0o755);
  const as = unprivileged(["mysql"], home, data, init, log);
  const call = (...words: string[]): void => {
    const [first = "", ...rest] = [...as, ...words];
    run(first, rest, { cwd: home });
  };
  if (flavour === "mariadb") {
    const installer = which("mariadb-install-db") ?? which("mysql_install_db") ?? "mariadb-install-db";
    call(installer, "--no-defaults", `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db");
  } else {
    call(program, "--no-defaults", `--datadir=${data}`, "--initialize-insecure");
  }
  const port = await freePort();
  const options = [
    "--no-defaults", `--datadir=${data}`, `--port=${port}`, "--bind-address=127.0.0.1", `--socket=${path.join(home, "socket")}`, `--pid-file=${path.join(home, "pid")}`, `--init-file=${init}`,
    "--skip-name-resolve", "--performance-schema=ON", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", ...(flavour === "mysql" ? ["--mysqlx=OFF", "--skip-log-bin"] : []),
  ];
  const [first = "", ...rest] = [...as, program, ...options];
  const child = start(first, rest, { ...process.env, LC_ALL: "C.UTF-8" }, openSync(log, "a"));
  const url = `${flavour}://root:${password}@127.0.0.1:${port}/`;
  const server: Server = {
    url,
    stop: async () => {
      await stop(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
  try {
    await answers(url, () => child.exitCode !== null);
  } catch (error) {
    console.error(readFileSync(log, "utf8").slice(-2000));
    await server.stop();
    throw error;
  }
  return server;
}

async function answers(url: string, ended: () => boolean): Promise<void> {
  const until = Date.now() + 120_000;
  for (;;) {
    try {
      await (await createConnection({ uri: url.replace(/^mariadb:/, "mysql:") })).end();
      return;
    } catch (error) {
      if (ended() || Date.now() > until) throw new Error(`The server did not come up: ${(error as Error).message}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
