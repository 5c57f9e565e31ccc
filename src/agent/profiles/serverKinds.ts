import type { Dialect } from "../../core/engineId.ts";

/** The engines that are reached over a network. */
export type ServerDialect = Exclude<Dialect, "sqlite">;

/** What tells one kind of server from another when a person describes a connection to it. */
export interface ServerKind {
  readonly engine: ServerDialect;
  readonly label: string;
  /** What this product works with, for a list of choices. */
  readonly versions: string;
  readonly port: number;
  /** The usual one, proposed; "" where servers often have none. */
  readonly user: string;
  /** A server may let everyone in without a name. */
  readonly userOptional: boolean;
  /** Where the engine's own tools look for the password. */
  readonly passwordVariable: string;
  /** The URL parameter that names a Unix socket; undefined where the driver takes none. */
  readonly socket: string | undefined;
  /** What is asked for as its host. */
  readonly hostWords: string;
  /** Servers form replica sets and clusters that DNS knows, and a login belongs to a database. */
  readonly clusters: boolean;
  /** A URL without a database means the one that is called as the user is. */
  readonly databaseOfUser: boolean;
  /** What a migration of it is written in. */
  readonly scriptEnding: ".sql" | ".json";
  /** How a URL of it is written, for an error. */
  readonly example: string;
}

export const serverKinds: Readonly<Record<ServerDialect, ServerKind>> = {
  postgresql: { engine: "postgresql", label: "PostgreSQL", versions: "A server, version 13 to 18", port: 5432, user: "postgres", userOptional: false, passwordVariable: "PGPASSWORD", socket: "host", hostWords: "Host name, address, or the folder of a Unix socket", clusters: false, databaseOfUser: true, scriptEnding: ".sql", example: "postgres://user@host:5432/database" },
  mysql: { engine: "mysql", label: "MySQL", versions: "A server, version 8.0 to 9", port: 3306, user: "root", userOptional: false, passwordVariable: "MYSQL_PWD", socket: "socketPath", hostWords: "Host name, address, or the path of a Unix socket", clusters: false, databaseOfUser: false, scriptEnding: ".sql", example: "mysql://user@host:3306/database" },
  mariadb: { engine: "mariadb", label: "MariaDB", versions: "A server, version 10.6 or newer", port: 3306, user: "root", userOptional: false, passwordVariable: "MYSQL_PWD", socket: "socketPath", hostWords: "Host name, address, or the path of a Unix socket", clusters: false, databaseOfUser: false, scriptEnding: ".sql", example: "mariadb://user@host:3306/database" },
  mongodb: { engine: "mongodb", label: "MongoDB", versions: "A server or cluster, version 5 to 8", port: 27017, user: "", userOptional: true, passwordVariable: "MONGODB_PASSWORD", socket: undefined, hostWords: "Host name or address", clusters: true, databaseOfUser: false, scriptEnding: ".json", example: "mongodb://user@host:27017/database" },
};

export function isServerDialect(text: unknown): text is ServerDialect {
  return typeof text === "string" && Object.hasOwn(serverKinds, text);
}
