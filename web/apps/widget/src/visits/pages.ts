/** Notices a change of page in single-page sites, without getting in their way. */

const METHODS = ["pushState", "replaceState"] as const;

/** Calls `changed` after the address became another one. Returns what undoes it. */
export function watchPages(changed: () => void): () => void {
  let last = location.href;
  let on = true;
  const look = () => {
    if (!on || location.href === last) return;
    last = location.href;
    changed();
  };
  const restore = METHODS.map((name) => {
    const original = history[name];
    const patched: typeof original = function (this: History, ...args) {
      original.apply(this, args);
      look();
    };
    history[name] = patched;
    // If somebody patched after us, taking ours away would take theirs away too.
    return () => history[name] === patched && (history[name] = original);
  });
  addEventListener("popstate", look);
  addEventListener("hashchange", look);
  return () => {
    on = false;
    restore.forEach((undo) => undo());
    removeEventListener("popstate", look);
    removeEventListener("hashchange", look);
  };
}
