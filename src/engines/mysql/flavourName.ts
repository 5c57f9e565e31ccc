import type { Dialect } from "../../core/engineId.ts";

/** The two servers that this engine speaks to. */
export type Flavour = Extract<Dialect, "mysql" | "mariadb">;
