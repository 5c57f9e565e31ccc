import type { PostgresqlRule } from "../rule.ts";
import { authUsersView } from "./authUsersView.ts";
import { becomesBypass, bypassRole } from "./bypassRoles.ts";
import { defaultPrivileges } from "./defaultPrivileges.ts";
import { definerDynamicSql } from "./definerDynamicSql.ts";
import { definerExecutable } from "./definerExecutable.ts";
import { definerSearchPath } from "./definerSearchPath.ts";
import { eventTriggerOwner } from "./eventTriggerOwner.ts";
import { extensionExposed } from "./extensionExposed.ts";
import { leakproofFunction } from "./leakproofFunction.ts";
import { notForced } from "./notForced.ts";
import { foreignKeyOracle, uniqueOracle } from "./oracles.ts";
import { loginOwner, manyOwners } from "./owners.ts";
import { inheritanceChild, partitionReachable } from "./partitionReachable.ts";
import { published } from "./published.ts";
import { rowSecurityOff } from "./rowSecurityOff.ts";
import { schemaCreate } from "./schemaCreate.ts";
import { privilegedColumn, sensitiveColumn } from "./sensitiveColumns.ts";
import { sequenceWritable } from "./sequenceWritable.ts";
import { foreignTable, materializedView } from "./storedCopies.ts";
import { superuserConnection } from "./superuserConnection.ts";
import { triggerGranted } from "./triggerGranted.ts";
import { truncateGranted } from "./truncateGranted.ts";
import { viewCallsDefiner } from "./viewCallsDefiner.ts";
import { viewOwnerRights } from "./viewOwnerRights.ts";
import { viewWithoutBarrier } from "./viewWithoutBarrier.ts";
import { writeOnlyGrant } from "./writeOnlyGrant.ts";

/** What roles, grants, views and functions let somebody reach past the policies. */
export const reachRules: readonly PostgresqlRule[] = [
  rowSecurityOff, writeOnlyGrant, notForced, partitionReachable, inheritanceChild,
  viewOwnerRights, viewWithoutBarrier, viewCallsDefiner, authUsersView, materializedView, foreignTable,
  definerExecutable, definerSearchPath, definerDynamicSql,
  bypassRole, becomesBypass, superuserConnection, loginOwner, manyOwners,
  sensitiveColumn, privilegedColumn, truncateGranted, triggerGranted, sequenceWritable, defaultPrivileges, schemaCreate,
  uniqueOracle, foreignKeyOracle, published, leakproofFunction, eventTriggerOwner, extensionExposed,
];
