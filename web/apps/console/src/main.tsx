import "@fontsource-variable/inter/wght.css";
import "./styles/library";
import "./styles/tokens.css";
import "./styles/global.css";
import { createRoot } from "react-dom/client";
import { resume } from "./api/session";
import { App } from "./app/App";
import { startLanguages } from "./i18n";

const root = createRoot(document.getElementById("root")!);
void startLanguages().then(() => {
  root.render(<App />);
  return resume();
});
