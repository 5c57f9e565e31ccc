import { anonymousAccount } from "./accounts/anonymousAccount.ts";
import { becomesAdministrator } from "./accounts/becomesAdministrator.ts";
import { filePrivilege } from "./accounts/filePrivilege.ts";
import { hostNames } from "./accounts/hostNames.ts";
import { mayGrant } from "./accounts/mayGrant.ts";
import { noPassword } from "./accounts/noPassword.ts";
import { oldPlugin } from "./accounts/oldPlugin.ts";
import { passwordIsName } from "./accounts/passwordIsName.ts";
import { processPrivilege } from "./accounts/processPrivilege.ts";
import { proxyOfAdministrator } from "./accounts/proxyOfAdministrator.ts";
import { remoteAdministrator } from "./accounts/remoteAdministrator.ts";
import { testDatabase } from "./accounts/testDatabase.ts";
import { widePrivileges } from "./accounts/widePrivileges.ts";
import { wildcardDatabase } from "./accounts/wildcardDatabase.ts";
import { definersOwnRows } from "./definers/definersOwnRows.ts";
import { missingDefiner } from "./definers/missingDefiner.ts";
import { powerfulRoutine } from "./definers/powerfulRoutine.ts";
import { baseTableOpen } from "./rows/baseTableOpen.ts";
import { clientsVariable } from "./rows/clientsVariable.ts";
import { columnGrantVoid } from "./rows/columnGrantVoid.ts";
import { invisibleColumn } from "./rows/invisibleColumn.ts";
import { noCheckOption } from "./rows/noCheckOption.ts";
import { wayAround } from "./rows/wayAround.ts";
import type { MysqlRule } from "./rule.ts";
import { certificate } from "./server/certificate.ts";
import { federatedPassword } from "./server/federatedPassword.ts";
import { oldTls } from "./server/oldTls.ts";
import { plainConnection } from "./server/plainConnection.ts";
import { plainRemote } from "./server/plainRemote.ts";
import { settingRules } from "./server/settings.ts";
import { tlsOff } from "./server/tlsOff.ts";
import { autoIncrement } from "./tables/autoIncrement.ts";
import { oldCharset } from "./tables/oldCharset.ts";
import { orphans } from "./tables/orphans.ts";
import { rangeEnd } from "./tables/rangeEnd.ts";
import { storageEngine } from "./tables/storageEngine.ts";

/** All that MySQL and MariaDB are looked through for, besides what every engine's catalog tells. */
export const rules: readonly MysqlRule[] = [
  anonymousAccount, noPassword, passwordIsName, remoteAdministrator, becomesAdministrator, widePrivileges, filePrivilege, processPrivilege, mayGrant, wildcardDatabase, testDatabase, proxyOfAdministrator, oldPlugin, hostNames,
  tlsOff, plainRemote, plainConnection, oldTls, certificate, federatedPassword, ...settingRules,
  missingDefiner, powerfulRoutine, definersOwnRows,
  noCheckOption, baseTableOpen, wayAround, clientsVariable, columnGrantVoid, invisibleColumn,
  autoIncrement, orphans, storageEngine, oldCharset, rangeEnd,
];
