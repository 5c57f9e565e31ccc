/** A plan of `count` nodes of a UNION ALL of joins with the statement that it is of, and the sizes of its tables as our own explain adds them. */
export function sqlitePlan(count: number): { readonly text: string; readonly query: string } {
  const [steps, selects, tables]: [string[], string[], string[]] = [[], [], []];
  const nodesOfSelect = 6;
  const branches = Math.floor((count - 2) / nodesOfSelect);
  const left = count - 2 - branches * nodesOfSelect;
  for (let at = 0; at < branches; at++) {
    const [a, b] = [`orders_${at}`, `lines_${at}`];
    selects.push(`SELECT o.id, l.name, (SELECT max(p.amount) FROM payments_${at} p WHERE p.order_id = o.id AND p.note LIKE '%late%') FROM ${a} o JOIN ${b} l ON l.order_id = o.id WHERE o.status = 'open${at}' AND lower(o.name) = 'n${at}' AND l.amount > ${at} GROUP BY o.id`);
    const extra = at < left ? ["   |--BLOOM FILTER ON l (order_id=?)"] : [];
    steps.push(at === 0 ? "LEFT-MOST SUBQUERY" : "UNION ALL", ...["   |--SCAN o", ...extra, `   |--SEARCH l USING INDEX lines_order_${at} (order_id=?)`, "   |--USE TEMP B-TREE FOR GROUP BY", "   `--CORRELATED SCALAR SUBQUERY 2", "      `--SCAN p"]);
    for (const table of [a, b, `payments_${at}`]) tables.push(`TABLE "${table}": 10,000 rows or more, never analysed`);
  }
  const drawn = steps.map((step) => (step.startsWith(" ") ? `   |${step.slice(1)}` : `   |--${step}`));
  return { text: ["QUERY PLAN", "`--COMPOUND QUERY", ...drawn, ...tables, "EXECUTED: 4000 rows in 812.5 ms", ""].join("\n"), query: selects.join("\nUNION ALL\n") };
}
