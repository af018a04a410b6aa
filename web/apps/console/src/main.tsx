import "@fontsource-variable/inter/wght.css";
import "./styles/library";
import "./styles/tokens.css";
import "./styles/global.css";
import { createRoot } from "react-dom/client";
import { resume } from "./api/session";
import { App } from "./app/App";
import { startLanguages } from "./i18n";

// A deployment took away the files of a page that is open: begin anew with the new ones. Not twice
// in a row, should they really not be there.
addEventListener("vite:preloadError", (event) => {
  if (performance.now() < 10_000) return;
  event.preventDefault();
  location.reload();
});

const root = createRoot(document.getElementById("root")!);
void startLanguages().then(() => {
  root.render(<App />);
  return resume();
});
