/** The four engines by their folder's name; MariaDB is a flavour of mysql. */
export type EngineId = "postgresql" | "mysql" | "sqlite" | "mongodb";

/** What a person may write after --dialect and what a server says it is. */
export type Dialect = EngineId | "mariadb";

/** What people call them. */
export const dialectNames: Readonly<Record<Dialect, string>> = { postgresql: "PostgreSQL", mysql: "MySQL", mariadb: "MariaDB", sqlite: "SQLite", mongodb: "MongoDB" };
