import { expect, test } from "vitest";
import { parseUrl } from "../../../src/engines/mysql/url.ts";

test("reads every part, decoded", () => {
  expect(parseUrl("mysql://so%40me:p%2Fw%23d@db.example.com:3307/my%20shop?ssl-mode=VERIFY_CA&ssl-ca=ca.pem")).toEqual({
    host: "db.example.com", port: 3307, socket: undefined, user: "so@me", password: "p/w#d", database: "my shop", tls: "verifyCa", ca: "ca.pem", certificate: undefined, key: undefined,
  });
});

test("has defaults: the port, TLS where the server is elsewhere", () => {
  expect(parseUrl("mariadb://u@localhost")).toMatchObject({ host: "localhost", port: 3306, database: "", tls: "disabled" });
  expect(parseUrl("mysql://u@db.example.com/x").tls).toBe("preferred");
  for (const host of ["127.0.0.1", "[::1]"]) expect(parseUrl(`mysql://u@${host}/x`).tls).toBe("disabled");
});

test.each([
  ["ssl-mode=REQUIRED", "required"], ["sslmode=require", "required"], ["ssl-mode=verify_identity", "verifyIdentity"], ["sslmode=verify-full", "verifyIdentity"],
  ["tls=skip-verify", "required"], ["ssl=true", "verifyIdentity"], ["ssl=false", "disabled"], ["sslmode=prefer", "preferred"],
])("understands %s", (query, mode) => {
  expect(parseUrl(`mysql://u@db/x?${query}`).tls).toBe(mode);
});

test("takes a socket", () => {
  expect(parseUrl("mysql://u@localhost/x?socket=/run/mysqld/mysqld.sock")).toMatchObject({ socket: "/run/mysqld/mysqld.sock", tls: "disabled" });
  expect(parseUrl("mysql://u@%2Frun%2Fmysql.sock/x").socket).toBe("/run/mysql.sock");
});

test.each(["mysql://u@host:port/x", "not a url", "mysql://u:%zz@host/x", "mysql://u@host/x?ssl-mode=maybe"])("says what is wrong with %s, without the password", (url) => {
  expect(() => parseUrl(url)).toThrow(expect.objectContaining({ reason: "badUrl", next: expect.any(String) as string }) as Error);
});
