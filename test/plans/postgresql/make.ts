import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { changes } from "./make/changes.ts";
import type { Form, PlannedCase, Server } from "./make/plannedCase.ts";
import { reads } from "./make/reads.ts";
import { work } from "./make/work.ts";

/** Runs the queries on real servers and keeps their plans; by hand: `node test/plans/postgresql/make.ts [name …]`, with the addresses of the servers in the environment. */
const servers: Readonly<Record<Server, string | undefined>> = { 15: process.env["TEST_POSTGRES_URL"], 18: process.env["TEST_POSTGRES18_URL"] };
const database = `plans_${process.pid}`;
const reader = `plans_reader_${process.pid}`;
const wanted = new Set(process.argv.slice(2));
const cases = [...reads, ...work, ...changes].filter(({ name }) => wanted.size === 0 || wanted.has(name));

const client: Readonly<Record<Form, readonly string[]>> = {
  txt: ["-A", "-t"],
  json: ["-A", "-t"],
  framed: [],
  framedJson: [],
  boxed: ["-P", "border=2"],
  unicode: ["-P", "border=2", "-P", "linestyle=unicode"],
  wrapped: ["-P", "format=wrapped", "-P", "columns=80"],
};

function psql(url: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, ...args], { encoding: "utf8", input, maxBuffer: 1e9, env: { ...process.env, PGOPTIONS: "", PGTZ: "UTC" } });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function kept({ settings = [], before = [], sql, ...one }: PlannedCase, server: Server, form: Form): string {
  const options = (server === "18" ? one.options18 : undefined) ?? one.options ?? "ANALYZE, BUFFERS";
  const explain = `EXPLAIN (${options}${form === "json" || form === "framedJson" ? ", FORMAT JSON" : ""}) ${sql};`;
  return ["BEGIN;", ...before.map((text) => `${text};`), ...settings.map((text) => `${text.replace("{reader}", reader)};`), explain, "ROLLBACK;"].join("\n");
}

for (const server of ["15", "18"] as const) {
  const url = servers[server];
  if (url === undefined) throw new Error(`The address of PostgreSQL ${server} is not set.`);
  const own = new URL(url);
  own.pathname = `/${database}`;
  psql(url, [], `CREATE DATABASE ${database}; CREATE ROLE ${reader};`);
  try {
    const variables = { reader, database, port: own.port, person: own.username, password: own.password };
    psql(own.href, [...Object.entries(variables).flatMap(([name, value]) => ["-v", `${name}=${value}`]), "-f", path.join(import.meta.dirname, "make", "schema.sql")], "");
    for (const one of cases.filter((item) => item.servers?.includes(server) ?? true)) {
      writeFileSync(path.join(import.meta.dirname, `${one.name}.sql`), `${one.sql};\n`);
      for (const form of one.forms?.[server] ?? [server === "15" ? ("txt" as const) : ("json" as const)]) {
        const ending = form === "json" || form === "txt" ? form : `${form}.txt`;
        try {
          writeFileSync(path.join(import.meta.dirname, `${one.name}.${server}.${ending}`), psql(own.href, client[form], kept(one, server, form)));
        } catch (error) {
          console.error(`${one.name} on ${server}: ${String(error)}`);
        }
      }
    }
  } finally {
    psql(url, [], `DROP DATABASE ${database} WITH (FORCE); DROP ROLE ${reader};`);
  }
}
