import { expect, test } from "vitest";
import { describeBoth, failure } from "./rig.ts";

const setting = "SELECT @@global.max_error_count";

describeBoth("explore mode", (harness) => {
  test("takes no text that the server reads in another character set", async () => {
    const [writer, session] = [await harness.open(), await harness.open({ readOnly: true })];
    const before = (await writer.run(setting)).rows;
    // In sjis the driver writes the yen sign as a backslash, so that the text goes on up to the next quote.
    const smuggled = "SET @a = '¥', @b = ', @@global.max_error_count = 77 -- '";
    for (const charset of ["SET NAMES sjis", "SET CHARACTER SET sjis", "SET character_set_client = sjis", "SET @@session.character_set_client = 'sjis'", "SET @c = 'sjis', character_set_client = @c"]) {
      const refusal = await session.run(charset).catch((error: unknown) => error);
      await session.run(smuggled).catch(() => undefined);
      expect((await writer.run(setting)).rows, charset).toEqual(before);
      expect(refusal).toMatchObject({ reason: "readOnly" });
    }
  });

  test("locks no rows against those who write", async () => {
    const [writer, session] = [await harness.open(), await harness.open({ readOnly: true })];
    await writer.run("CREATE TABLE held (id int PRIMARY KEY)");
    await writer.run("INSERT INTO held VALUES (1)");
    await session.transaction("readOnly", async () => {
      for (const sql of ["SELECT id FROM held LOCK IN SHARE MODE", "SELECT id FROM held FOR SHARE", "SELECT id FROM held FOR UPDATE"]) await failure(session.run(sql));
      await writer.run("SET SESSION innodb_lock_wait_timeout = 1");
      await writer.run("UPDATE held SET id = 2");
    });
  });
});
