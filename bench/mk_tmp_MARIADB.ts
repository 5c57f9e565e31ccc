import { manyTables } from "/work/wt/editor/bench/tables/manyTables.ts";
const t = performance.now();
const { url } = await manyTables(process.argv[2]!, "wt_editor_10k", 10000);
console.log(url.replace(/:[^:@]*@/, ":***@"), (performance.now() - t).toFixed(0));
