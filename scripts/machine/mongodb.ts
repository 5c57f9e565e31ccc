import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { cache, npm, which } from "./process.ts";
import type { Server } from "./server.ts";

const memoryServer = "11.3.0";

interface MemoryServer {
  readonly MongoMemoryReplSet: { create(options: object): Promise<{ getUri(): string; stop(): Promise<unknown> }> };
}

/** A MongoDB with transactions: `TEST_MONGODB_URL`, else a replica set of one by the mongodb-memory-server package, with the machine's mongod where there is one. Null where none can be had. */
export async function startMongodb(): Promise<Server | null> {
  const given = process.env["TEST_MONGODB_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: () => undefined };
  const folder = path.join(cache, "mongodb-memory-server");
  const installed = path.join(folder, "node_modules", "mongodb-memory-server-core");
  const mongod = which("mongod");
  if (mongod !== null) process.env["MONGOMS_SYSTEM_BINARY"] = mongod;
  process.env["MONGOMS_DOWNLOAD_DIR"] ??= path.join(folder, "binaries");
  process.env["MONGOMS_SYSTEM_BINARY_VERSION_CHECK"] = "false";
  try {
    if (!existsSync(installed)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
      npm(["install", "--no-audit", "--no-fund", `mongodb-memory-server-core@${memoryServer}`], folder);
    }
    const { MongoMemoryReplSet } = createRequire(path.join(folder, "package.json"))("mongodb-memory-server-core") as MemoryServer;
    const set = await MongoMemoryReplSet.create({ replSet: { count: 1, storageEngine: "wiredTiger" } });
    return { url: set.getUri(), stop: async () => void (await set.stop()) };
  } catch (error) {
    console.error(`A MongoDB could not be started: ${(error as Error).message.split("\n")[0] ?? ""}`);
    return null;
  }
}
