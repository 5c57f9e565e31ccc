import type { Dialect } from "../../core/engineId.ts";
import type { ConnectionProfile } from "../connectionProfile.ts";
import { serverOfUrl } from "./url.ts";

/** The language that a connection's database speaks; undefined where only an environment variable would tell. */
export function dialectOfProfile(profile: ConnectionProfile): Dialect | undefined {
  if (profile.engine !== "url") return profile.engine;
  return /^(?:sqlite|file):/i.test(profile.url) ? "sqlite" : serverOfUrl(profile.url);
}
