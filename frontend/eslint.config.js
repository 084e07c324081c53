import tseslint from "typescript-eslint";

export default tseslint.config(tseslint.configs.strictTypeChecked, {
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  rules: {
    "max-lines": ["error", 150],
    complexity: ["error", 8],
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
  },
});
