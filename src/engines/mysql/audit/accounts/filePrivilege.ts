import type { MysqlRule } from "../rule.ts";
import { isAdministrator, logins, onServer } from "../world/powers.ts";

/** Source: CIS benchmarks, "FILE is not granted to non-administrative users"; MySQL manual, secure_file_priv. */
export const filePrivilege: MysqlRule = {
  id: "server/file-privilege",
  title: "An account may read and write files of the server's machine",
  why: "FILE lets LOAD_FILE, LOAD DATA and INTO OUTFILE reach whatever the server process reaches. Where secure_file_priv names a folder it is that folder alone; NULL closes it altogether.",
  scope: "full",
  find: (world) => {
    const folder = world.variables.get("secure_file_priv");
    if (folder === undefined || folder.toUpperCase() === "NULL") return [];
    return logins(world).filter(({ name }) => !isAdministrator(world, name) && onServer(world, name).has("FILE")).map(({ name }) => ({
      rule: "server/file-privilege",
      object: name,
      severity: folder === "" ? ("error" as const) : ("warning" as const),
      message: `${name} may read and write files of the server's machine${folder === "" ? " wherever the server process may, as secure_file_priv is empty" : ` in the folder of secure_file_priv`}. Revoke FILE.`,
    }));
  },
};
