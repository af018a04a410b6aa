import { afterEach, describe, expect, it, vi } from "vitest";
import { watchPages } from "../src/visits/pages";

let stop = () => {};
afterEach(() => stop());

describe("watching the pages of a single-page site", () => {
  it("tells a new address once, and leaves the site's call as it was", () => {
    const changed = vi.fn();
    stop = watchPages(changed);
    history.pushState({ a: 1 }, "", "/one");
    expect(history.state).toEqual({ a: 1 });
    expect(changed).toHaveBeenCalledTimes(1);
    history.replaceState(null, "", "/one");
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it("puts the browser's own methods back", () => {
    const original = history.pushState;
    watchPages(() => {})();
    expect(history.pushState).toBe(original);
  });

  it("does not undo what others put on top of it", () => {
    const undo = watchPages(() => {});
    const ours = history.pushState;
    const theirs = vi.fn(function (this: History, ...args: Parameters<History["pushState"]>) {
      ours.apply(this, args);
    });
    history.pushState = theirs;
    undo();
    expect(history.pushState).toBe(theirs);
    delete (history as Partial<History>).pushState;
  });
});
