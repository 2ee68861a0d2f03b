import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vitest/config";

const SERVER = process.env["EARMARK_SERVER"];

/** Serve the mock API in development, unless a real server is named by EARMARK_SERVER. */
function mockApi(): Plugin {
  return {
    name: "earmark-mock",
    apply: "serve",
    async configureServer(server) {
      if (SERVER || process.env["VITEST"]) return;
      const path = "./mock/api.mjs";
      const { answer } = (await import(path)) as { answer: (...call: unknown[]) => boolean };
      server.middlewares.use((request, response, next) => {
        if (!answer(request, response)) next();
      });
    },
  };
}

export default defineConfig({
  plugins: [react(), mockApi()],
  base: "/",
  build: {
    outDir: "../src/earmark/server/static",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    manifest: true,
    // The content security policy has no `data:` for styles and fonts: everything is a file.
    assetsInlineLimit: 0,
    // A page in a few files: a browser fetches six at a time, and a page that is opened must not wait for twenty.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "vendor", test: /node_modules/ },
            { name: "editors", test: /src\/editors\//, includeDependenciesRecursively: false },
            { name: "shared", test: /src\/(actions|api|app|domain|scope|state|ui)\//, includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
  server: SERVER ? { proxy: { "/api": SERVER } } : {},
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
