import { describe, expect, it } from "vitest";
import { openSession, servers, withDatabase } from "./ddl/database.ts";

describe.each(servers)("foreign keys on $flavour", (server) => {
  it("are the same for an account that may see what InnoDB knows and for one that may not", async () => {
    await withDatabase(server, async ({ session, name, url, server: admin }) => {
      const elsewhere = `${name}_b`;
      await admin.run(`CREATE DATABASE ${elsewhere}`);
      const account = "'de_ddl_keys'@'%'";
      await admin.run(`DROP USER IF EXISTS ${account}`);
      await admin.run(`CREATE USER ${account} IDENTIFIED BY 'Keys-1-pass'`);
      try {
        await admin.run(`GRANT ALL PRIVILEGES ON ${name}.* TO ${account}`);
        await admin.run(`GRANT ALL PRIVILEGES ON ${elsewhere}.* TO ${account}`);
        const limited = await openSession(server.flavour, Object.assign(new URL(url), { username: "de_ddl_keys", password: "Keys-1-pass" }).href);
        const keysOf = async (from: typeof session): Promise<unknown> => (await from.catalog()).tables.map((table) => [table.name, table.constraints.filter(({ form }) => form === "foreignKey").sort((a, b) => (a.name < b.name ? -1 : 1))]);
        await admin.run(`CREATE TABLE ${elsewhere}.far (id int PRIMARY KEY)`);
        await session.run("CREATE TABLE up (id int PRIMARY KEY, x int NOT NULL, `a b` int, UNIQUE KEY pair (x, id), UNIQUE KEY (`a b`))");
        await session.run(`CREATE TABLE Down (a int, b int, c int, CONSTRAINT one FOREIGN KEY (a) REFERENCES up (id) ON DELETE CASCADE, FOREIGN KEY (b, a) REFERENCES up (x, id) ON UPDATE SET NULL ON DELETE NO ACTION,
          CONSTRAINT far FOREIGN KEY (c) REFERENCES ${elsewhere}.far (id) ON UPDATE CASCADE ON DELETE SET NULL, CONSTRAINT strict FOREIGN KEY (b) REFERENCES up (id) ON DELETE RESTRICT ON UPDATE NO ACTION)`);
        const plain = await keysOf(session);
        expect(JSON.stringify(plain)).toContain("ON DELETE SET NULL ON UPDATE CASCADE");
        expect(plain).toEqual(await keysOf(limited));
        await session.run("CREATE TABLE `öd d` (id int, CONSTRAINT `k ö` FOREIGN KEY (id) REFERENCES up (`a b`))");
        const odd = await keysOf(session);
        expect(JSON.stringify(odd)).toContain("k ö");
        expect(odd).toEqual(await keysOf(limited));
        await limited.close();
      } finally {
        await admin.run(`DROP USER ${account}`);
        await session.run("DROP TABLE Down");
        await admin.run(`DROP DATABASE ${elsewhere}`);
      }
    });
  });
});
