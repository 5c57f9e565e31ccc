import { describe, expect, it } from "vitest";
import { mentions } from "../../../../src/engines/postgresql/render/mentions.ts";

describe("mentions", () => {
  it("finds dotted names, quoted or not, folded as the server does", () => {
    const { qualified, words } = mentions('SELECT "A ""b".c, Public.F(x) FROM public."T"');
    expect([...qualified].sort()).toEqual(['A "b.c', "public.T", "public.f"]);
    expect(words.has("x")).toBe(true);
  });

  it("looks into literals cast to regclass only", () => {
    expect([...mentions(`nextval('public."S"'::regclass) || 'public.no'`).qualified]).toEqual(["public.S"]);
  });

  it("skips strings, comments and dollar-quoted bodies", () => {
    expect([...mentions("E'\\'a.b' $x$ c.d $x$ -- e.f\n /* g.h */ $$i.j$$ k.l").qualified]).toEqual(["k.l"]);
  });
});
