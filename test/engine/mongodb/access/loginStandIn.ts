import net from "node:net";
import { BSON, type Document } from "mongodb";
import { answer, isFree, type People } from "./peopleStandIn.ts";
import { Scram } from "./scramStandIn.ts";

/** A server with roles and logins: what mongod documents of them stands before the test server, which does all the rest. Whoever does not log in may do everything. */
export interface StandIn {
  readonly url: string;
  /** Users and roles that are there now, as "database.name". */
  readonly people: People;
  close(): Promise<void>;
}

const message = 2013;

/** Listens before the server of `behind`. */
export async function standBefore(behind: string): Promise<StandIn> {
  const { hostname, port } = new URL(behind);
  const people: People = { users: new Map(), roles: new Map() };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    const scram = new Scram(people);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => (client.destroy(), upstream.destroy()));
    }
    upstream.pipe(client);
    let waiting = Buffer.alloc(0);
    client.on("data", (bytes) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
        const frame = waiting.subarray(0, waiting.readInt32LE(0));
        waiting = waiting.subarray(frame.length);
        const reply = frame.readInt32LE(12) === message ? replyTo(BSON.deserialize(frame.subarray(21), { promoteValues: true, allowObjectSmallerThanBufferSize: true }), scram, people) : undefined;
        if (reply === undefined) upstream.write(frame);
        else client.write(framed(reply, frame.readInt32LE(4)));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: own } = server.address() as net.AddressInfo;
  return {
    url: `mongodb://127.0.0.1:${own}/`, people,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Undefined: the server behind answers. */
function replyTo(command: Document, scram: Scram, people: People): Document | undefined {
  const [name = ""] = Object.keys(command);
  if (name === "saslStart" || name === "saslContinue") return scram.answer(command);
  if (scram.user !== undefined && !isFree(people, scram.user, command)) return { ok: 0, code: 13, codeName: "Unauthorized", errmsg: `not authorized on ${String(command["$db"])} to execute command { ${name} }` };
  return answer(people, command);
}

function framed(reply: Document, to: number): Buffer {
  const body = BSON.serialize(reply);
  const head = Buffer.alloc(21);
  [21 + body.length, 0, to, message].forEach((value, at) => head.writeInt32LE(value, at * 4));
  return Buffer.concat([head, body]);
}
