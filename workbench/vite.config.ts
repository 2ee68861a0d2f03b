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
  },
  server: SERVER ? { proxy: { "/api": SERVER } } : {},
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
