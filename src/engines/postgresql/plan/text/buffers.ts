import type { Json } from "../../../../core/json.ts";

const rooms: Readonly<Record<string, string>> = { shared: "Shared", local: "Local", temp: "Temp", "shared/local": "Shared" };

/** "shared hit=1 read=2, temp written=3" */
export function readBuffers(target: Record<string, Json>, value: string): void {
  forEachRoom(value, (room, name, number) => {
    target[`${rooms[room] ?? "Shared"} ${name.charAt(0).toUpperCase()}${name.slice(1)} Blocks`] = number;
  });
}

/** "shared read=1.2 write=0.3"; before version 15 without a room. */
export function readIoTimings(target: Record<string, Json>, value: string): void {
  forEachRoom(value, (room, name, number) => {
    const prefix = room === "shared/local" || room === "" ? "" : `${rooms[room] ?? "Shared"} `;
    target[`${prefix}I/O ${name === "read" ? "Read" : "Write"} Time`] = number;
  });
}

function forEachRoom(value: string, take: (room: string, name: string, number: number) => void): void {
  let room = "";
  for (const [, named, name, number] of value.matchAll(/(?:\b(shared\/local|shared|local|temp)\s+)?\b([a-z]+)=([\d.]+)/g)) {
    room = named ?? room;
    take(room, name!, Number(number));
  }
}
