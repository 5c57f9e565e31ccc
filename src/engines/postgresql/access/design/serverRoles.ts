import type { Session } from "../../../engine.ts";

export interface ServerRole {
  readonly name: string;
  /** Row security does not bind it. */
  readonly bypasses: boolean;
  readonly login: boolean;
}

/** All roles by name, and the one that runs the statements. */
export async function readRoles(session: Pick<Session, "run">): Promise<{ readonly roles: ReadonlyMap<string, ServerRole>; readonly me: ServerRole }> {
  const { rows } = await session.run("SELECT rolname, rolsuper OR rolbypassrls, rolcanlogin, rolname = CURRENT_USER FROM pg_catalog.pg_roles WHERE rolname NOT LIKE 'pg\\_%' ORDER BY rolname");
  const listed = rows.map(([name, bypasses, login, mine]) => ({ name: String(name), bypasses: bypasses === true, login: login === true, mine: mine === true }));
  const me = listed.find((role) => role.mine) ?? { name: "", bypasses: false, login: true };
  return { roles: new Map(listed.map((role) => [role.name, role])), me };
}
