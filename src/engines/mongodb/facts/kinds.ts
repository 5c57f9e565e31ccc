import type { StatementKind } from "../../../core/script/facts.ts";

const lists: readonly (readonly [StatementKind, string])[] = [
  ["ddl", "create drop dropDatabase renameCollection collMod createIndexes dropIndexes convertToCapped cloneCollectionAsCapped createSearchIndexes updateSearchIndex dropSearchIndex reIndex compact"],
  ["ddl", "createUser updateUser dropUser dropAllUsersFromDatabase grantRolesToUser revokeRolesFromUser createRole updateRole dropRole dropAllRolesFromDatabase grantPrivilegesToRole revokePrivilegesFromRole grantRolesToRole revokeRolesFromRole"],
  ["dml", "insert update delete findAndModify findandmodify bulkWrite"],
  ["query", "find count distinct aggregate mapReduce explain listCollections listIndexes listDatabases listCommands collStats dbStats dataSize validate ping hello isMaster buildInfo hostInfo serverStatus connectionStatus usersInfo rolesInfo whatsmyuri getParameter getLog currentOp top listSearchIndexes dbHash getCmdLineOpts features lockInfo replSetGetStatus replSetGetConfig"],
  ["session", "getMore killCursors startSession endSessions refreshSessions killSessions commitTransaction abortTransaction"],
];

const kinds: ReadonlyMap<string, StatementKind> = new Map(lists.flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind] as const)));

/** What a command is; "utility" for what concerns the server, or is not known. */
export function kindOf(command: string): StatementKind {
  return kinds.get(command) ?? "utility";
}
