import { on } from "../router.mjs";

on("GET", "/api/health", () => ({ status: "ok", version: "mock" }));
