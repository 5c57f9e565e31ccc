import type { PostgresqlRule } from "../rule.ts";
import { alwaysTrueUsing } from "./alwaysTrue.ts";
import { anySignedIn } from "./anySignedIn.ts";
import { callPerRow } from "./callPerRow.ts";
import { checkDropsScope, checksCombine } from "./checks.ts";
import { columnWithoutIndex } from "./columnWithoutIndex.ts";
import { permissiveDeny, restrictiveTrue } from "./constantPolicies.ts";
import { duplicatePolicy, severalPermissive } from "./duplicates.ts";
import { failsOpen } from "./failsOpen.ts";
import { helperNotExecutable, immutableHelper, volatileHelper } from "./helpers.ts";
import { emailGate, hardCodedIdentity, patternOnIdentity, poolRoleAsUser } from "./identityShapes.ts";
import { invertedIdentity } from "./invertedIdentity.ts";
import { onlyRestrictive } from "./onlyRestrictive.ts";
import { openCheck } from "./openCheck.ts";
import { policiesWithoutRowSecurity } from "./policiesWithoutRowSecurity.ts";
import { bypassRolePolicy, roleWithoutMembers, toEverybody, unknownRole } from "./policyRoles.ts";
import { recursion } from "./recursion.ts";
import { rowDependentHelper } from "./rowDependentHelper.ts";
import { rowSecurityWithoutPolicy } from "./rowSecurityWithoutPolicy.ts";
import { settingCast, strictSetting } from "./settings.ts";
import { readsUnprotectedTable, selfComparison, uncorrelatedSubquery } from "./subqueries.ts";
import { userMetadata } from "./userMetadata.ts";

/** What policies say, and what that comes to. */
export const policyRules: readonly PostgresqlRule[] = [
  policiesWithoutRowSecurity, rowSecurityWithoutPolicy,
  alwaysTrueUsing, openCheck, failsOpen, invertedIdentity, anySignedIn,
  selfComparison, uncorrelatedSubquery, readsUnprotectedTable, recursion,
  onlyRestrictive, permissiveDeny, restrictiveTrue, checkDropsScope, checksCombine,
  userMetadata, emailGate, patternOnIdentity, hardCodedIdentity, poolRoleAsUser, unknownRole, roleWithoutMembers, bypassRolePolicy, toEverybody,
  helperNotExecutable, immutableHelper, volatileHelper, strictSetting, settingCast,
  callPerRow, rowDependentHelper, columnWithoutIndex, duplicatePolicy, severalPermissive,
];
