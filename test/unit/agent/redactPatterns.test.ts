import { describe, expect, it } from "vitest";
import { Redactor } from "../../../src/agent/redact.ts";

const redact = (text: string): string => new Redactor().text(text);

describe("credentials nobody named", () => {
  it.each([
    ["at postgres://bob:s3cret@db:5432/shop?x=1 now", "at postgres://*** now"],
    ["mongodb+srv://u:p@ss/w#rd@cluster0.mongodb.net/app", "mongodb+srv://***"],
    ["mysql://root:a b c@localhost/x", "mysql://***"],
    ["jdbc:postgresql://bob:pw1@h/db", "jdbc:postgresql://***"],
    ["(postgres://bob:s3cret@db/shop)", "(postgres://***)"],
    ["mysql://user:password@host.example.com/shop", "mysql://***"],
    ["mysql://user:passwords@host:3306/shop", "mysql://***"],
    ["https://user:tok@git.example.com/x.git", "https://***@git.example.com/x.git"],
    ["host=h password=hunter2 dbname=x", "host=h password=*** dbname=x"],
    ["host=h password='hun ter\\'2' dbname=x", "host=h password='***' dbname=x"],
    ["Server=h;Pwd={a;b}};c};Database=x", "Server=h;Pwd=***;Database=x"],
    ['{"password": "hunter2", "user": "bob"}', '{"password": "***", "user": "bob"}'],
    ["PGPASSWORD=hunter2 psql", "PGPASSWORD=*** psql"],
    ["DB_PASSWORD: hunter2", "DB_PASSWORD: ***"],
    ["Authorization: Basic dXNlcjpwYXNz", "Authorization: ***"],
    ["authorization: Bearer abc.def-123", "authorization: ***"],
    ["got Bearer abcdefghijklmnop", "got Bearer ***"],
    ["key AKIAIOSFODNN7EXAMPLE here", "key *** here"],
    ["aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = ***"],
    ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P end", "jwt *** end"],
    ["ghp_abcdefghijklmnopqrstuvwxyz0123456789", "***"],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nnext", "*** private key ***\nnext"],
    ["-----BEGIN PRIVATE KEY-----\ncut off", "*** private key ***"],
    ["CREATE ROLE app LOGIN PASSWORD 'it''s';", "CREATE ROLE app LOGIN PASSWORD '***';"],
    ["ALTER USER app WITH ENCRYPTED PASSWORD E'a\\'b' VALID UNTIL 'infinity'", "ALTER USER app WITH ENCRYPTED PASSWORD '***' VALID UNTIL 'infinity'"],
    ["ALTER ROLE app PASSWORD $$hunter2$$", "ALTER ROLE app PASSWORD '***'"],
    ["CREATE USER 'a'@'%' IDENTIFIED BY 'x y'", "CREATE USER 'a'@'%' IDENTIFIED BY '***'"],
    ["IDENTIFIED WITH mysql_native_password BY 'pw'", "IDENTIFIED WITH mysql_native_password BY '***'"],
    ["SET PASSWORD FOR bob = PASSWORD('pw')", "SET PASSWORD FOR bob = PASSWORD('***')"],
    ["?sslpassword=abc&x=1", "?sslpassword=***&x=1"],
    ["api_key=abcd1234", "api_key=***"],
  ])("%s", (text, shown) => {
    expect(redact(text)).toBe(shown);
  });
});

describe("what is no secret", () => {
  it.each([
    "CREATE TABLE users (password text NOT NULL, token uuid)",
    "ALTER ROLE app PASSWORD NULL",
    "postgres://localhost:5432/shop is down",
    "sqlite:data/app.db",
    "https://example.com/a?b=c",
    "password = $1",
    "Set PGPASSWORD, or give --url.",
    "Write it as mysql://user:password@host:3306/database; encode special characters of the password (@ is %40).",
    "Write it as mongodb://user:password@host:27017/database or mongodb+srv://user:password@host/database",
    "Write it as postgres://user@host:5432/database.",
    "12:30:45 passed: 3 statements",
  ])("%s", (text) => {
    expect(redact(text)).toBe(text);
  });
});
