import { describe, expect, it } from "vitest";
import { predicateOf } from "../../../../src/engines/mysql/access/predicate.ts";

const parts = (query: string): string[] => predicateOf(query, "mysql")?.conjuncts.map(({ text }) => text) ?? [];

describe("the condition of a view", () => {
  it("is cut where AND joins its parts", () => {
    expect(parts("select `t`.`id` AS `id` from `t` where ((`t`.`owner` = user()) and (`t`.`note` is not null) and (`t`.`a` between 1 and 2))")).toEqual(["`t`.`owner` = user()", "`t`.`note` is not null", "`t`.`a` between 1 and 2"]);
    expect(parts("select 1 from `t` where `t`.`a` = 1 and `t`.`b` = 2 order by 1")).toEqual(["`t`.`a` = 1", "`t`.`b` = 2"]);
  });

  it("is one part where OR joins", () => {
    expect(parts("select 1 from `t` where `t`.`a` = 1 and `t`.`b` = 2 or 1 = 1")).toEqual(["`t`.`a` = 1 and `t`.`b` = 2 or 1 = 1"]);
    expect(parts("select 1 from `t` where ((`t`.`a` = 1) or (`t`.`b` = 2)) and (`t`.`c` = 3)")).toEqual(["(`t`.`a` = 1) or (`t`.`b` = 2)", "`t`.`c` = 3"]);
  });

  it("is the outermost one", () => {
    expect(parts("select 1 from `t` where `t`.`a` in (select `m`.`a` from `m` where `m`.`b` = user() and 1)")).toEqual(["`t`.`a` in (select `m`.`a` from `m` where `m`.`b` = user() and 1)"]);
    expect(parts("select 1 from (select 1 AS `a` from `t` where 1) `x`")).toEqual([]);
    expect(parts("select 1 from `t` where 1 union select 2 from `t` where 2")).toEqual([]);
  });
});
