import { describe, expect, test } from "vitest";
import { readsOnly } from "../../../src/engines/mongodb/guard.ts";
import type { Doc } from "../../../src/engines/mongodb/bson/value.ts";
import { commandOf } from "../../../src/engines/mongodb/command.ts";
import { prepared } from "../../../src/engines/mongodb/prepare.ts";
import { readCommand } from "../../../src/engines/mongodb/readCommand.ts";
import { relaxed } from "../../../src/engines/mongodb/bson/write.ts";
import { commandError } from "../../../src/engines/mongodb/errors.ts";
import { MongoServerError } from "mongodb";

describe("the list of what a read-only connection may run", () => {
  test("takes what reads", () => {
    for (const text of [
      '{"find": "a"}', '{"aggregate": "a", "pipeline": [{"$lookup": {"from": "b", "pipeline": [{"$match": {}}], "as": "x"}}, {"$facet": {"x": [{"$count": "n"}]}}]}', '{"count": "a"}', '{"distinct": "a", "key": "x"}', '{"ping": 1}',
      '{"explain": {"find": "a"}, "verbosity": "executionStats"}', '{"explain": {"delete": "a", "deletes": []}, "verbosity": "queryPlanner"}', '{"listIndexes": "a"}', '{"validate": "a"}', "db.a.find({}).limit(3)",
    ]) expect(readsOnly(readCommand(text)), text).toBe(true);
  });

  test("refuses what writes, what may, and what it does not know, however deep it stands", () => {
    for (const text of [
      '{"insert": "a", "documents": []}', '{"aggregate": "a", "pipeline": [{"$facet": {"x": [{"$out": "b"}]}}]}', '{"aggregate": "a", "pipeline": [{"$unionWith": {"coll": "b", "pipeline": [{"$merge": "c"}]}}]}',
      '{"aggregate": "a", "pipeline": [{"$rankFusion": {"input": {"pipelines": {"x": [{"$out": "b"}]}}}}]}', '{"aggregate": "a", "pipeline": [{"$brandNew": 1}]}', '{"find": "a", "filter": {"$and": [{"$where": "1"}]}}',
      '{"explain": {"delete": "a", "deletes": []}, "verbosity": "executionStats"}', '{"explain": {"delete": "a", "deletes": []}}', '{"explain": {"drop": "a"}, "verbosity": "queryPlanner"}', '{"validate": "a", "repair": true}', '{"brandNew": 1}',
      '{"aggregate": "a", "pipeline": [{"$project": {"x": {"$function": {"body": "1", "args": [], "lang": "js"}}}}]}', '{"mapReduce": "a", "out": {"inline": 1}}', '{"killOp": 1, "op": 1}',
    ]) expect(readsOnly(readCommand(text)), text).toBe(false);
  });
});

/** Every command that the manuals of 5.0 to 8.0 list and that writes, or changes the state of the server, of a session or of others. */
const changing = `
  insert update delete findAndModify findandmodify bulkWrite mapReduce getMore resetError eval $eval group clone copydb
  planCacheClear planCacheClearFilters planCacheSetFilter setQuerySettings removeQuerySettings authenticate getnonce logout saslStart saslContinue
  createUser dropAllUsersFromDatabase dropUser grantRolesToUser revokeRolesFromUser updateUser createRole dropRole dropAllRolesFromDatabase grantPrivilegesToRole grantRolesToRole
  invalidateUserCache revokePrivilegesFromRole revokeRolesFromRole updateRole applyOps appendOplogNote replSetAbortPrimaryCatchUp replSetFreeze replSetInitiate replSetMaintenance
  replSetReconfig replSetResizeOplog replSetStepDown replSetSyncFrom abortReshardCollection abortMoveCollection abortUnshardCollection addShard addShardToZone analyzeShardKey balancerStart
  balancerStop checkShardingIndex clearJumboFlag cleanupOrphaned cleanupReshardCollection commitReshardCollection configureCollectionBalancing configureQueryAnalyzer enableSharding
  flushRouterConfig mergeAllChunksOnShard mergeChunks moveChunk moveCollection movePrimary moveRange refineCollectionShardKey removeShard removeShardFromZone reshardCollection
  setAllowMigrations setShardVersion shardCollection split splitChunk splitVector transitionFromDedicatedConfigServer transitionToDedicatedConfigServer unsetSharding unshardCollection
  updateZoneKeyRange abortTransaction commitTransaction endSessions killAllSessions killAllSessionsByPattern killSessions refreshSessions startSession autoCompact cloneCollectionAsCapped
  collMod compact compactStructuredEncryptionData cleanupStructuredEncryptionData convertToCapped create createIndexes createSearchIndexes drop dropDatabase dropConnections dropIndexes
  dropSearchIndex fsync fsyncUnlock killCursors killOp logRotate profile reIndex renameCollection repairDatabase rotateCertificates setAuditConfig setClusterParameter setDefaultRWConcern
  setFeatureCompatibilityVersion setIndexCommitQuorum setParameter setUserWriteBlockMode shutdown updateSearchIndex captrunc configureFailPoint emptycapped godinsert sleep connPoolSync
  setFreeMonitoring setCommittedSnapshot touch driverOIDTest oidReset
`.trim().split(/\s+/);

describe("a read-only connection", () => {
  const allowed = (command: object): boolean => {
    const document = new Map(Object.entries(command)) as Doc;
    return readsOnly(commandOf(document));
  };

  test("refuses every command that changes anything, in whatever letters, and inside of an explain", () => {
    for (const name of changing) {
      for (const written of [name, name.toLowerCase(), name.toUpperCase()]) {
        expect(allowed({ [written]: "a", update: {}, out: { inline: 1 } }), written).toBe(false);
        expect(allowed({ explain: new Map([[written, "a"]]), verbosity: "executionStats" }), `explain ${written}`).toBe(false);
        expect(allowed({ explain: new Map([["explain", new Map([[written, "a"]])]]), verbosity: "queryPlanner" }), `explain explain ${written}`).toBe(false);
      }
    }
  });

  test("finds a writing stage and a script wherever they stand", () => {
    const inside: ((pipeline: string) => string)[] = [
      (pipeline) => pipeline, (pipeline) => `[{"$lookup": {"from": "b", "as": "x", "pipeline": ${pipeline}}}]`, (pipeline) => `[{"$facet": {"x": ${pipeline}}}]`,
      (pipeline) => `[{"$unionWith": {"coll": "b", "pipeline": ${pipeline}}}]`, (pipeline) => `[{"$scoreFusion": {"input": {"pipelines": {"x": ${pipeline}}}}}]`,
    ];
    const attacks = ['[{"$out": "b"}]', '[{"$merge": {"into": "b"}}]', '[{"$match": {}, "$out": "b"}]', '[{"$OUT": "b"}]', '[{"$changeStream": {}}]', '[{"$_internalApplyOplogUpdate": {}}]', '[{"$match": {"$where": "1"}}]', '[{"$group": {"_id": 1, "x": {"$accumulator": {}}}}]', '[{"$match": {"$expr": {"$function": {}}}}]'];
    for (const attack of attacks) {
      for (const one of inside) {
        for (const two of inside) {
          const text = `{"aggregate": "a", "pipeline": ${one(two(attack))}, "cursor": {}}`;
          expect(readsOnly(readCommand(text)), text).toBe(false);
          expect(readsOnly(readCommand(`{"explain": ${text}, "verbosity": "allPlansExecution"}`)), text).toBe(false);
        }
      }
    }
    expect(readsOnly(readCommand('{"aggregate": "a", "pipeline": [{"$graphLookup": {"from": "b", "startWith": "$x", "connectFromField": "x", "connectToField": "y", "as": "z", "restrictSearchWithMatch": {"$where": "1"}}}]}'))).toBe(false);
    expect(readsOnly(readCommand('{"aggregate": 1, "pipeline": [{"$currentOp": {}}]}')) && readsOnly(readCommand('{"aggregate": "a", "pipeline": [{"$planCacheStats": {}}]}'))).toBe(true);
  });

  test("takes no field by which a command would be sent as another session's or to another database", () => {
    for (const field of ['"$db": "other"', '"lsid": {}', '"txnNumber": 1', '"startTransaction": true', '"autocommit": false']) expect(() => readCommand(`{"find": "a", ${field}}`), field).toThrow(/belongs to the driver/);
    expect(() => readCommand('{"find": "a", "find": "b"}')).toThrow(/stands twice/);
  });
});

describe("a command as it is sent", () => {
  const sent = (text: string, place: { readonly standsFor?: string; readonly inTransaction?: boolean } = {}): string => {
    const { command, database } = prepared(readCommand(text), { database: "scratch", inTransaction: false, ...place }, 5);
    return `${database} ${relaxed(command.document)}`;
  };

  test("a collection is renamed inside of its own database, in whatever words", () => {
    expect(sent('{"renameCollection": "a", "to": "b"}')).toBe('admin {"renameCollection":"scratch.a","to":"scratch.b"}');
    expect(sent('{"renameCollection": "shop.a", "to": "shop.b"}', { standsFor: "shop" })).toBe('admin {"renameCollection":"scratch.a","to":"scratch.b"}');
    expect(sent('{"renameCollection": "other.a", "to": "other.b"}')).toBe('admin {"renameCollection":"scratch.other.a","to":"scratch.other.b"}');
  });

  test("what runs long ends on the server, unless it says itself when", () => {
    expect(sent('{"find": "a"}')).toBe('scratch {"find":"a","maxTimeMS":5}');
    expect(sent('{"find": "a", "maxTimeMS": 9}')).toBe('scratch {"find":"a","maxTimeMS":9}');
    expect(sent('{"count": "a", "query": {"x": 1}, "limit": 2}', { inTransaction: true })).toContain('"pipeline":[{"$match":{"x":1}},{"$limit":2},{"$count":"n"}]');
  });
});

describe("an error of the server", () => {
  const told = (code: number, message: string, text: string): unknown => commandError(new MongoServerError({ errmsg: message, code, codeName: "X" }), readCommand(text));

  test("has its reason by its code and points at the name that it speaks of", () => {
    const command = '{"create": "a", "validator": {"x": {"$foo": 1}}, "sise": 5}';
    expect(told(2, "unknown operator: $foo", command)).toMatchObject({ reason: "syntax", code: "2", offset: command.indexOf("$foo") });
    expect(told(40_415, "BSON field 'create.sise' is an unknown field.", command)).toMatchObject({ reason: "syntax", offset: command.indexOf("sise") });
    expect(told(48, "Collection shop.a already exists.", command)).toMatchObject({ reason: "duplicateObject", offset: command.indexOf('"a"') });
    expect([told(13, "not authorized", command), told(112, "conflict", command), told(50, "time", command), told(11_000, "dup", command), told(26, "ns", command), told(10_107, "not primary", command)].map((error) => (error as { reason: string }).reason)).toEqual([
      "permission", "lockTimeout", "statementTimeout", "constraint", "undefinedObject", "lost",
    ]);
  });
});
