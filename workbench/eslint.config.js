import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const OWNED = "Start it through a Scope (src/scope): what starts has an owner that stops it.";
const owned = ["setTimeout", "setInterval", "requestAnimationFrame", "ResizeObserver", "MutationObserver",
  "IntersectionObserver", "EventSource", "Worker"];

export default tseslint.config(
  { ignores: ["node_modules", "mock", "e2e", "src/api/generated.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 15],
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-globals": ["error", ...owned.map((name) => ({ name, message: OWNED })),
        { name: "fetch", message: "Call the server through src/api." }],
      "no-restricted-syntax": ["error",
        { selector: "CallExpression[callee.property.name='addEventListener']", message: OWNED },
        { selector: "CallExpression[callee.property.name=/^(setTimeout|setInterval|requestAnimationFrame)$/]", message: OWNED },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Texts come from people: let React escape them." }],
    },
  },
  { files: ["src/scope/*.ts"], rules: { "no-restricted-globals": "off", "no-restricted-syntax": "off" } },
  { files: ["src/api/client.ts"], rules: { "no-restricted-globals": "off" } },
);
