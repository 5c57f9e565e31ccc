import { boundlessRole } from "./accounts/boundlessRole.ts";
import { connectionPower } from "./accounts/connectionPower.ts";
import { oldMechanism } from "./accounts/oldMechanism.ts";
import { plaintextField } from "./collections/secrets.ts";
import { tenantOptional, tenantWithoutIndex, uniqueAcrossTenants } from "./collections/tenants.ts";
import { halfHeld, noValidator, onlyWarns } from "./collections/validators.ts";
import type { MongodbRule } from "./rule.ts";
import { javascript } from "./server/javascript.ts";
import { noAuthentication } from "./server/noAuthentication.ts";
import { noTls, openNetwork } from "./server/openNetwork.ts";

export const mongodbRules: readonly MongodbRule[] = [
  noAuthentication, openNetwork, noTls, javascript, connectionPower, boundlessRole, oldMechanism, noValidator, onlyWarns, halfHeld, tenantWithoutIndex, tenantOptional, uniqueAcrossTenants, plaintextField,
];
