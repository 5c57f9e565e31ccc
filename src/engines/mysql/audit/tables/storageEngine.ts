import type { MysqlRule } from "../rule.ts";

const transactional = /^(?:InnoDB|NDB|NDBCLUSTER|ROCKSDB|TokuDB|SPIDER|FEDERATED|CONNECT|PERFORMANCE_SCHEMA|SEQUENCE|S3|Columnstore)$/i;
const onPurpose = /^(?:MEMORY|BLACKHOLE|ARCHIVE|CSV|MRG_MYISAM)$/i;

/** Source: MySQLTuner, "non-InnoDB". */
export const storageEngine: MysqlRule = {
  id: "schema/not-transactional",
  title: "A table without transactions",
  why: "A rollback does not take its rows back, foreign keys written for it are ignored without a word, and a crash may break it. MEMORY, ARCHIVE and the like are chosen on purpose.",
  scope: "schema",
  find: ({ catalog }) =>
    catalog.tables.filter(({ options }) => options["engine"] !== undefined && !transactional.test(options["engine"]) && !onPurpose.test(options["engine"])).map(({ name, options }) => ({
      rule: "schema/not-transactional",
      object: name,
      severity: "warning",
      message: `The table ${name} is kept by ${options["engine"]}: no rollback takes its rows back, and foreign keys on it are ignored.`,
    })),
};
