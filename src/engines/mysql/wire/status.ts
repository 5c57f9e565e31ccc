import type { Connection } from "mysql2";

const inTransactionFlag = 1;

/** What the server said at the end of the last statement. */
export interface ServerStatus {
  inTransaction: boolean;
  warnings: number;
}

interface Packet {
  readonly buffer: Buffer;
  readonly offset: number;
  isEOF(): boolean;
}

/** The driver keeps the status for statements without rows alone, so the packets that end rows are read here in passing. */
export function watchStatus(connection: Connection): ServerStatus {
  const status: ServerStatus = { inTransaction: false, warnings: 0 };
  const handler = connection as unknown as { handlePacket(packet?: Packet): unknown };
  const handle = handler.handlePacket.bind(connection);
  handler.handlePacket = (packet) => {
    if (packet?.isEOF() === true) {
      const { buffer, offset } = packet;
      recordStatus(status, buffer.readUInt16LE(offset + 3), buffer.readUInt16LE(offset + 1));
    }
    return handle(packet);
  };
  return status;
}

export function recordStatus(status: ServerStatus, flags: number, warnings: number): void {
  status.inTransaction = (flags & inTransactionFlag) !== 0;
  status.warnings = warnings;
}
