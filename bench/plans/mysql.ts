/** Plans of `count` nodes of a union of joins: as MySQL executed it, as it plans it in JSON, and as MariaDB executed it. All tables and conditions differ. */
export function mysqlPlans(count: number): readonly { readonly form: string; readonly text: string }[] {
  return [
    { form: "MySQL, tree", text: tree(count) },
    { form: "MySQL, JSON", text: blocks(count, mysqlTable) },
    { form: "MariaDB, JSON", text: blocks(count, mariadbTable) },
  ];
}

/** Nodes of a branch of the tree: a join, two filters, a scan and a lookup. */
const branch = 5;

function tree(count: number): string {
  const branches = Math.floor((count - 1) / branch);
  const lines = [`-> Append  (cost=${branches * 900}.5 rows=${branches * 40}) (actual time=0.21..${branches * 9}.4 rows=${branches * 30} loops=1)`];
  for (let at = 0; at < branches; at++) {
    const slow = at === 0 ? 800 : at % 60 === 0 ? 80 : 2;
    lines.push(
      `    -> Nested loop inner join  (cost=890.5 rows=40) (actual time=0.1..${slow + 0.9} rows=30 loops=1)`,
      `        -> Filter: ((a_${at}.customer_id = ${at}) and (lower(a_${at}.\`status\`) = 'open${at}'))  (cost=600.25 rows=40) (actual time=0.09..${slow + 0.4} rows=30 loops=1)`,
      `            -> Table scan on a_${at}  (cost=600.25 rows=9000) (actual time=0.08..${slow} rows=9000 loops=1)`,
      `        -> Filter: ((b_${at}.amount > ${at}) or (b_${at}.note like '%late${at}%'))  (cost=0.25 rows=1) (actual time=0.008..0.01 rows=1 loops=30)`,
      `            -> Index lookup on b_${at} using by_customer (customer_id = a_${at}.id)  (cost=0.25 rows=9) (actual time=0.007..0.009 rows=9 loops=30)`,
    );
  }
  for (let rest = 1 + branches * branch; rest < count; rest++) lines.push(`    -> Table scan on c_${rest}  (cost=1.25 rows=3) (actual time=0.01..0.02 rows=3 loops=1)`);
  return `${lines.join("\n")}\n`;
}

/** Two tables, their join and their block give four nodes; a block of one table two. */
function blocks(count: number, table: (at: number, inner: boolean) => object): string {
  const specifications = Array.from({ length: Math.floor((count - 2) / 4) }, (_, at) => ({
    dependent: false,
    query_block: { select_id: at + 1, ...(table === mysqlTable ? { cost_info: { query_cost: "890.50" } } : { r_loops: 1, r_total_time_ms: 2.5 }), nested_loop: [{ table: table(at, false) }, { table: table(at, true) }] },
  }));
  const rest = Array.from({ length: ((count - 2) % 4) / 2 }, (_, at) => ({ query_block: { select_id: count + at, table: table(count + at, true) } }));
  return JSON.stringify({ query_block: { union_result: { using_temporary_table: false, query_specifications: [...specifications, ...rest] } } }, null, 2);
}

function mysqlTable(at: number, inner: boolean): object {
  const name = `${inner ? "b" : "a"}_${at}`;
  return {
    table_name: name, access_type: inner ? "ref" : "ALL", possible_keys: ["by_customer", "by_status"], ...(inner ? { key: "by_customer", used_key_parts: ["customer_id"], key_length: "4", ref: [`shop.a_${at}.id`] } : {}),
    rows_examined_per_scan: inner ? 9 : 9000, rows_produced_per_join: 40, filtered: "10.00",
    cost_info: { read_cost: "500.25", eval_cost: "4.00", prefix_cost: inner ? "890.50" : "600.25", data_read_per_join: "7K" },
    used_columns: ["id", "customer_id", "status", "amount", "note"],
    attached_condition: inner ? `((\`shop\`.\`${name}\`.\`amount\` > ${at}) or (\`shop\`.\`${name}\`.\`note\` like '%late${at}%'))` : `((\`shop\`.\`${name}\`.\`customer_id\` = ${at}) and (lower(\`shop\`.\`${name}\`.\`status\`) = 'open${at}'))`,
  };
}

function mariadbTable(at: number, inner: boolean): object {
  const name = `${inner ? "b" : "a"}_${at}`;
  return {
    table_name: name, access_type: inner ? "ref" : "ALL", possible_keys: ["by_customer", "by_status"], ...(inner ? { key: "by_customer", key_length: "4", used_key_parts: ["customer_id"], ref: [`shop.a_${at}.id`] } : {}),
    r_loops: inner ? 30 : 1, rows: inner ? 9 : 9000, r_rows: inner ? 9 : 9000, r_table_time_ms: inner ? 0.7 : at === 0 ? 800 : at % 60 === 0 ? 80 : 0.7, r_other_time_ms: 0.2, r_engine_stats: { pages_accessed: 120 }, filtered: 100, r_filtered: 10,
    attached_condition: inner ? `${name}.amount > ${at} or ${name}.note like '%late${at}%'` : `${name}.customer_id = ${at} and lcase(${name}.\`status\`) = 'open${at}'`,
  };
}
