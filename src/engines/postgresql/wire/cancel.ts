import pg from "pg";
import type { Client, ClientConfig } from "pg";

interface CancelConnection {
  readonly stream: { destroy(): void };
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
  on(event: string, listener: () => void): void;
}

/** Asks the server on a second connection to cancel what `client` runs; resolves when the server has taken the request (it then closes), rejects never: a lost request shows as a statement that goes on. */
export function cancelRequest(client: Client, { config }: { readonly config: ClientConfig }): Promise<void> {
  const { processID, secretKey } = client as unknown as { readonly processID: number; readonly secretKey: number };
  const connection = new pg.Connection(config.ssl === undefined ? {} : { ssl: config.ssl }) as unknown as CancelConnection;
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => {
      connection.stream.destroy();
      resolve();
    }, 10_000);
    const finish = (): void => {
      clearTimeout(giveUp);
      resolve();
    };
    const send = (): void => connection.cancel(processID, secretKey);
    connection.on("error", finish);
    connection.on("end", finish);
    connection.on("connect", () => (config.ssl === undefined || config.ssl === false ? send() : connection.requestSsl()));
    connection.on("sslconnect", send);
    if (client.host.startsWith("/")) connection.connect(`${client.host}/.s.PGSQL.${client.port}`);
    else connection.connect(client.port, client.host);
  });
}
