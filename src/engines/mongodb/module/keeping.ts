import { AsideFiles } from "./asideFiles.ts";
import { intercept } from "./intercept.ts";
import { Keeper, type KeeperReader } from "./keeper.ts";
import type { DriverClient, DriverDatabase } from "./loadModule.ts";
import type { Keeping, ModuleOrder } from "./protocol.ts";

/** The commands of a module's client, of which none that changes documents is sent before these are kept. */
export interface KeptCommands {
  /** A command that changes something goes out. One that came by another way than the one that is watched is told as not kept. */
  sent(name: string, command: Readonly<Record<string, unknown>>): void;
  readonly told: Keeping;
  close(): Promise<void>;
}

/** `reading`: a client of the same driver, not connected yet, so that looking never waits for the module's own connections. Throws what connecting throws. */
export async function keeping(client: DriverClient, reading: DriverClient, order: ModuleOrder, folder: string): Promise<KeptCommands> {
  await reading.connect();
  const database = reading.db(order.database);
  const files = new AsideFiles(folder, `what ${order.direction} of the module changed or removed`);
  const keeper = new Keeper(reader(database), files, await database.listCollections({}, { nameOnly: true }).toArray());
  let passed = 0;
  await intercept(client, {
    before: async (name, command) => {
      await keeper.before(name, command);
      passed += 1;
    },
    after: (name, command, reply) => keeper.after(name, command, reply),
  });
  return {
    sent: (name, command) => {
      if (passed > 0) passed -= 1;
      else keeper.missed(name, command);
    },
    get told() {
      return { kept: keeper.kept, unkept: keeper.unkept };
    },
    close: async () => {
      files.close();
      await reading.close();
    },
  };
}

function reader(database: DriverDatabase): KeeperReader {
  return {
    async *find(collection, { filter, ...more }, limit) {
      const found = database.collection(collection).find(filter, { ...more, raw: true, promoteValues: false, ...(limit === 0 ? {} : { limit }) });
      for await (const document of found) {
        if (!(document instanceof Uint8Array)) throw new TypeError("The driver of the workspace gives no documents as they are stored, so that none can be kept; update it to 4 or later.");
        yield document;
      }
    },
  };
}
