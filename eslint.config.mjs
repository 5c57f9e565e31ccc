import { importX } from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import tseslint from "typescript-eslint";

const room = (name, allowed) => ({ target: `./src/${name}`, from: "./src", except: [name, ...allowed].map((folder) => `./${folder}`) });

/** Who may import what; docs/architecture.md says why. */
const zones = [
  room("core", []),
  room("engines", ["core"]),
  room("commands", ["core", "engines/engine.ts", "engines/load.ts", "engines/audit.ts", "engines/access.ts", "engines/plans.ts", "engines/indexes.ts", "engines/workload.ts"]),
  room("agent", ["core", "commands", "engines/engine.ts", "engines/load.ts"]),
  room("protocol", ["core/report", "core/json.ts", "core/plan/planNumbers.ts"]),
  room("cli", ["agent", "core", "commands/context.ts", "engines/engine.ts", "engines/load.ts"]),
  { target: "./src/core", from: "./test" },
  { target: "./webviews", from: "./src", except: ["./protocol"] },
];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", ".cache/", "out/", "sample/"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()], "import-x/extensions": [".ts"], "import-x/parsers": { "@typescript-eslint/parser": [".ts"] } },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-default-export": "error",
      "import-x/no-cycle": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-useless-constructor": "off",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 400 }],
      "no-restricted-syntax": ["error", { selector: "ExportAllDeclaration", message: "No barrels: import from the file that defines it." }],
    },
  },
  { files: ["src/core/**", "src/engines/**", "src/commands/**", "src/agent/**"], rules: { "no-restricted-imports": ["error", { paths: ["vscode"] }] } },
  { files: ["vitest.config.ts"], rules: { "import-x/no-default-export": "off" } },
);
