import { describe, expect, it } from "vitest";
import { may, mayEverywhere, readGrants } from "../../../src/commands/operations/environment/mysql/grants.ts";
import { account } from "../../../src/commands/operations/environment/mysql/rights.ts";

describe("what SHOW GRANTS says", () => {
  const grants = readGrants([
    "GRANT USAGE, PROCESS ON *.* TO `me`@`%`",
    "GRANT SELECT, CREATE VIEW ON `shop\\_%`.* TO `me`@`%`",
    "GRANT ALL PRIVILEGES ON `we``ird`.* TO `me`@`%` WITH GRANT OPTION",
    "GRANT INSERT ON `a.b`.* TO `me`@`%`",
    "GRANT UPDATE ON `shop`.`orders` TO `me`@`%`",
    "GRANT `role`@`%` TO `me`@`%`",
  ]);

  it("holds everywhere or in the databases that a pattern means", () => {
    expect(mayEverywhere(grants, "PROCESS")).toBe(true);
    expect(may(grants, "CREATE VIEW", "shop_test")).toBe(true);
    expect(may(grants, "SELECT", "shopx")).toBe(false);
    expect(may(grants, "SELECT", "xshop_1")).toBe(false);
    expect(may(grants, "DROP", "we`ird")).toBe(true);
    expect([may(grants, "INSERT", "a.b"), may(grants, "INSERT", "axb")]).toEqual([true, false]);
    expect(may(grants, "UPDATE", "shop")).toBe(false);
  });

  it("covers everything with ALL", () => {
    expect(may(readGrants(["GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION"]), "EVENT", "x")).toBe(true);
  });

  it("names the user as a GRANT does", () => {
    expect(account("o'neil@my.host")).toBe("'o''neil'@'my.host'");
    expect(account("a@b@%")).toBe("'a@b'@'%'");
  });
});
