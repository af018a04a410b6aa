// Before the first paint, so that a dark screen never flashes white. A file, not inline: CSP.
(function () {
  var wanted = "auto";
  try {
    wanted = localStorage.getItem("tertulia.scheme") || "auto";
  } catch {
    /* storage refused: follow the system */
  }
  var dark = wanted === "dark" || (wanted === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
