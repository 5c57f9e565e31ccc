import { expect, test } from "vitest";
import { describeDialects } from "../../engines.ts";
import { designRig } from "./rig.ts";
import { claimsLike, hostile, roleLike, settingLike, supabaseLike, tenantLike, type Roles } from "./schemas.ts";

/** Members first: what they let in is only as closed as they are. */
const shared = ["members", "notes", "documents", "lines", "orgs", hostile, "events"];
const bySignedIn = (roles: Roles): string => roles.signedIn;

const schemes = [
  { name: "Supabase", schema: supabaseLike, tables: shared, role: bySignedIn },
  { name: "claims of a token", schema: claimsLike, tables: shared, role: bySignedIn },
  { name: "a setting with the user", schema: settingLike, tables: shared, role: undefined },
  { name: "a setting with the tenant", schema: tenantLike, tables: ["invoices", "invoice_lines"], role: undefined },
  { name: "roles", schema: roleLike, tables: ["todos", "todo_items"], role: undefined },
] as const;

describeDialects("policies are proven, applied and pass the audit", ["postgresql"], (engine) => {
  for (const { name, schema, tables, role } of schemes) {
    for (const mode of ["kiss", "granular"] as const) {
      test(`${mode}, ${name}`, async () => {
        const rig = await designRig(engine, schema);
        try {
          for (const table of tables) {
            const report = await rig.policyApply(table, table === "members" ? "granular" : mode, role === undefined ? {} : { for: role(rig.roles) });
            expect(report.summary, JSON.stringify(report.findings)).toMatch(/is protected/);
            expect(report.data).toMatchObject({ proven: true, undoVerified: true, applied: true });
            const matrix = report.data?.["matrix"] as readonly { expected: string; row: string; before: { verdict: string }; after: { verdict: string } }[];
            expect(matrix.filter((cell) => cell.after.verdict !== cell.expected)).toEqual([]);
            expect(matrix.some((cell) => cell.row !== "own" && cell.before.verdict === "allowed" && cell.after.verdict === "denied")).toBe(true);
            const costs = report.data?.["costs"] as readonly { after: { asker: string } | null }[];
            expect(costs.map(({ after }) => after?.asker ?? "none")).not.toContain("perRow");
          }
          const objects = tables.map((table) => `public.${table}`);
          const found = (await rig.audited()).filter((line) => objects.some((object) => line.includes(` ${object} `)));
          expect(found).toEqual([]);
        } finally {
          await rig.close();
        }
      });
    }
  }
});
