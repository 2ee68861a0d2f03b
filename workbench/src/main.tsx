import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { startKeyboard } from "./actions/keyboard";
import { App } from "./app/App";
import { followHistory } from "./app/location";
import { guardDrops } from "./domain/dropped";
import { Scope } from "./scope/scope";
import { createQueries } from "./state/queries";
import { applyTheme } from "./state/theme";
import "./styles/tokens.css";
import "./styles/base.css";

applyTheme();

const page = new Scope();
followHistory(page);
startKeyboard(page, document);
guardDrops(page, document);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={createQueries()}>
      <App />
    </QueryClientProvider>,
  );
}
