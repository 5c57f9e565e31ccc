import { isServer } from "../connectionProfile.ts";
import type { ConnectionProfile, ServerProfile } from "../connectionProfile.ts";
import { expandEnvironment } from "./environment.ts";
import type { ServerDialect } from "./serverKinds.ts";
import { serverKinds } from "./serverKinds.ts";
import { mysqlWords } from "./tls.ts";
import type { TlsMode } from "./tls.ts";

/** The URL that an engine connects with. It carries the password: it goes to the agent and nowhere else. */
export function profileUrl(profile: ConnectionProfile, password: string | undefined, environment: Readonly<Record<string, string | undefined>> = {}): string {
  if (profile.engine === "url") return expandEnvironment(profile.url, environment, profile.name);
  return isServer(profile) ? serverUrl(profile, password) : `sqlite:${profile.path}`;
}

function serverUrl(profile: ServerProfile, password: string | undefined): string {
  const { socket } = serverKinds[profile.engine];
  const secret = password === undefined || password === "" ? "" : `:${encodeURIComponent(password)}`;
  const user = profile.user === "" ? "" : `${encodeURIComponent(profile.user)}${secret}@`;
  const atSocket = socket !== undefined && profile.host.startsWith("/");
  const hosts = atSocket ? `localhost:${profile.port}` : profile.srv === true ? profile.host : profile.host.split(",").map((host) => withPort(host, profile.port)).join(",");
  const query = new URLSearchParams({ ...profile.options, ...(atSocket ? { [socket]: profile.host } : {}), ...tlsQuery(profile.engine, profile.tls) });
  return `${schemes[profile.engine]}${profile.srv === true ? "+srv" : ""}://${user}${hosts}/${encodeURIComponent(profile.database)}?${query.toString()}`;
}

const schemes: Readonly<Record<ServerDialect, string>> = { postgresql: "postgres", mysql: "mysql", mariadb: "mariadb", mongodb: "mongodb" };

/** Members of a replica set may bring their own ports: "db1:27017,db2:27018". */
function withPort(host: string, port: number): string {
  const bare = host.trim();
  if (/^\[.*\]:\d+$|^[^:]+:\d+$/.test(bare)) return bare;
  return `${bare.includes(":") && !bare.startsWith("[") ? `[${bare}]` : bare}:${port}`;
}

type Query = Readonly<Record<string, string>>;

const mongodbWords: Readonly<Record<TlsMode, Query>> = {
  disable: { tls: "false" },
  require: { tls: "true", tlsAllowInvalidCertificates: "true", tlsAllowInvalidHostnames: "true" },
  "verify-ca": { tls: "true", tlsAllowInvalidHostnames: "true" },
  "verify-full": { tls: "true" },
};

/** How a URL of this engine asks for the mode. */
function tlsQuery(engine: ServerDialect, mode: TlsMode): Query {
  switch (engine) {
    case "postgresql":
      return { sslmode: mode };
    case "mysql":
    case "mariadb":
      return { "ssl-mode": mysqlWords[mode] };
    case "mongodb":
      return mongodbWords[mode];
  }
}
