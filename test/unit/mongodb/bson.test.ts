import fc from "fast-check";
import { Binary, BSON, BSONRegExp, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from "mongodb";
import { describe, expect, test } from "vitest";
import { decode } from "../../../src/engines/mongodb/bson/decode.ts";
import { valueOf, valueOfJson } from "../../../src/engines/mongodb/bson/read.ts";
import { isDoc, type Doc, type Value } from "../../../src/engines/mongodb/bson/value.ts";
import { canonical, cellOf, relaxed } from "../../../src/engines/mongodb/bson/write.ts";
import { parseValue } from "../../../src/engines/mongodb/shell/parseValue.ts";
import { Reader } from "../../../src/engines/mongodb/shell/reader.ts";

const read = (text: string): Value => valueOf(parseValue(new Reader(text)));
const bytes = (doc: Doc): Uint8Array => BSON.serialize(new Map([["d", doc]]) as never);

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false, new MinKey(), new MaxKey(), new Code("function() {}"), new BSONRegExp("a/b\"", "im"), new Timestamp({ t: 4_294_967_295, i: 7 })),
  fc.string({ unit: "grapheme" }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => new Int32(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
  fc.double().map((value) => new Double(value)),
  fc.constantFrom("0", "-0", "1E+3", "NaN", "Infinity", "12345678901234567890.123456789").map((text) => Decimal128.fromString(text)),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((value) => new ObjectId(value)),
  fc.tuple(fc.uint8Array({ maxLength: 20 }), fc.constantFrom(0, 1, 4, 5, 128)).map(([value, type]) => new Binary(value, type)),
);
const name = fc.oneof(fc.string({ minLength: 1 }).filter((text) => !text.startsWith("$") && !text.includes("\0")), fc.constantFrom("10", "2", "__proto__", "constructor", "a.b"));
const { doc } = fc.letrec<{ doc: Doc; value: Value }>((tie) => ({
  doc: fc.uniqueArray(fc.tuple(name, tie("value")), { selector: ([key]) => key, maxLength: 6 }).map((fields) => new Map(fields)),
  value: fc.oneof({ depthSize: "small" }, scalar, fc.array(tie("value"), { maxLength: 4 }), tie("doc")),
}));

describe("BSON values", () => {
  test("come through the server's bytes and both kinds of text with their types and the order of their fields", () => {
    fc.assert(fc.property(doc, (document) => {
      const stored = decode(bytes(document)).get("d");
      expect(isDoc(stored)).toBe(true);
      const text = canonical(stored);
      expect(text).toBe(canonical(document));
      expect(canonical(read(text))).toBe(text);
      expect(canonical(read(relaxed(stored)))).toBe(text);
      expect(canonical(decode(bytes(read(text) as Doc)).get("d"))).toBe(text);
    }), { numRuns: 300 });
  });

  test("a line read by JSON.parse is the same wherever its keys keep their order", () => {
    fc.assert(fc.property(doc, (document) => {
      const text = canonical(document);
      fc.pre(!/"(?:\d+|__proto__)"\s*:/.test(text));
      expect(canonical(valueOfJson(JSON.parse(text)))).toBe(text);
    }), { numRuns: 200 });
  });

  test("numbers are what their text says", () => {
    const type = (text: string): string => canonical(read(text));
    expect([type("1"), type("1.0"), type("-0"), type("2147483648"), type("9223372036854775807"), type("9223372036854775808"), type("1e3")]).toEqual([
      '{"$numberInt":"1"}', '{"$numberDouble":"1.0"}', '{"$numberDouble":"-0.0"}', '{"$numberLong":"2147483648"}', '{"$numberLong":"9223372036854775807"}', '{"$numberDouble":"9223372036854776000.0"}', '{"$numberDouble":"1000.0"}',
    ]);
  });

  test("Extended JSON that holds what it cannot is told where", () => {
    for (const text of ['{"a": {"$oid": "short"}}', '{"a": {"$date": "soon"}}', '{"a": {"$numberInt": "2147483648"}}', '{"a": {"$numberLong": "1.5"}}']) {
      expect(() => read(text), text).toThrow(expect.objectContaining({ reason: "syntax", offset: text.indexOf(": ", 6) + 2 }));
    }
  });

  test("cells say longs, decimals, bytes and dates as every engine does", () => {
    expect([Long.fromString("9223372036854775807"), Long.fromNumber(5), Decimal128.fromString("1.10"), new Binary(Buffer.from([0, 255])), new Date(0), new ObjectId("507f1f77bcf86cd799439011"), new Double(Number.NaN)].map(cellOf)).toEqual([
      "9223372036854775807", 5, "1.10", "\\x00ff", "1970-01-01T00:00:00.000Z", { $oid: "507f1f77bcf86cd799439011" }, { $numberDouble: "NaN" },
    ]);
  });
});
