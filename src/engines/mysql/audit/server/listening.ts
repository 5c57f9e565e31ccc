import type { World } from "../world/world.ts";

/** May anybody but the server's own machine connect at all? Unknown settings count as yes. */
export function listensAfar({ variables }: World): boolean {
  if (/^ON$/i.test(variables.get("skip_networking") ?? "")) return false;
  const addresses = (variables.get("bind_address") ?? "*").split(",").map((address) => address.trim());
  return addresses.some((address) => !/^(?:localhost|::1|127(?:\.\d+){3})$/.test(address));
}

export function isOn(world: World, name: string): boolean {
  return /^(?:ON|1|YES)$/i.test(world.variables.get(name) ?? "");
}

/** Does the server offer TLS? Undefined where it does not say. */
export function offersTls({ variables, certificateEnds }: World): boolean | undefined {
  const said = variables.get("have_ssl") ?? variables.get("have_openssl");
  if (said !== undefined) return said.toUpperCase() === "YES";
  if (certificateEnds !== undefined) return true;
  return variables.has("tls_version") ? (variables.get("ssl_cert") ?? "") !== "" : undefined;
}
