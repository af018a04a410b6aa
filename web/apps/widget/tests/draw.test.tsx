import { beforeEach, describe, expect, it, vi } from "vitest";
import { draw, h } from "../src/ui/draw";

let box: HTMLElement;
beforeEach(() => {
  box = document.createElement("div");
});

const List = ({ keys }: { keys: string[] }) => (
  <ul>
    {keys.map((key) => (
      <li key={key}>{key}</li>
    ))}
  </ul>
);

describe("the renderer", () => {
  it("keeps each element with its key, however the list changes", () => {
    draw(<List keys={["a", "b", "c"]} />, box);
    const before = new Map([...box.querySelectorAll("li")].map((li) => [li.textContent, li]));
    for (const keys of [["c", "a", "b"], ["x", "c", "b"], ["b"], ["a", "b", "c", "d"], []]) {
      draw(<List keys={keys} />, box);
      const now = [...box.querySelectorAll("li")];
      expect(now.map((li) => li.textContent)).toEqual(keys);
    }
    draw(<List keys={["b"]} />, box);
    expect(before.get("b")).toBeDefined();
  });

  it("leaves nothing behind of a key that was there twice", () => {
    draw(<List keys={["a", "b", "a"]} />, box);
    draw(<List keys={["a", "b"]} />, box);
    expect([...box.querySelectorAll("li")].map((li) => li.textContent)).toEqual(["a", "b"]);
  });

  it("moves elements rather than making them anew", () => {
    draw(<List keys={["a", "b"]} />, box);
    const [a, b] = [...box.querySelectorAll("li")];
    draw(<List keys={["z", "b", "a"]} />, box);
    expect([...box.querySelectorAll("li")].slice(1)).toEqual([b, a]);
  });

  it("does not draw anew what follows a part that comes and goes", () => {
    const View = ({ on }: { on: boolean }) => (
      <div>
        {on && <p>Notice</p>}
        <textarea />
      </div>
    );
    draw(<View on={false} />, box);
    const area = box.querySelector("textarea")!;
    area.value = "half a sentence";
    draw(<View on />, box);
    expect(box.querySelector("textarea")).toBe(area);
    expect(box.textContent).toBe("Notice");
  });

  it("gives a key to the one element, also where a component passes its properties on", () => {
    const Inner = ({ words }: { words: string }) => <b>{words}</b>;
    const Outer = (props: { words: string }) => (
      <p>
        <Inner {...props} />
        <Inner {...props} />
      </p>
    );
    draw(<div>{[<Outer key="k" words="a" />]}</div>, box);
    draw(<div>{[<Outer key="k" words="b" />]}</div>, box);
    expect(box.innerHTML).toBe("<div><p><b>b</b><b>b</b></p></div>");
  });

  it("sets and takes away attributes, with words for aria's yes and no", () => {
    draw(<button disabled aria-expanded={false} title="t" />, box);
    expect(box.innerHTML).toBe('<button disabled="" aria-expanded="false" title="t"></button>');
    draw(<button disabled={false} aria-expanded title={null} />, box);
    expect(box.innerHTML).toBe('<button aria-expanded="true"></button>');
  });

  it("calls the newest handler, once", () => {
    const [old, now] = [vi.fn(), vi.fn()];
    draw(<button onClick={old} />, box);
    draw(<button onClick={now} />, box);
    box.querySelector("button")!.click();
    expect(old).not.toHaveBeenCalled();
    expect(now).toHaveBeenCalledTimes(1);
  });

  it("shows text as text", () => {
    draw(<p>{"<img src=x onerror=alert(1)>"}</p>, box);
    expect(box.querySelector("img")).toBeNull();
    expect(box.textContent).toBe("<img src=x onerror=alert(1)>");
  });

  it("draws icons in their own namespace", () => {
    draw(
      <svg>
        <path d="M0 0" />
      </svg>,
      box,
    );
    expect(box.querySelector("path")!.namespaceURI).toBe("http://www.w3.org/2000/svg");
  });

  it("replaces an element of another kind in its place", () => {
    draw(<p>{[<i />, <b />]}</p>, box);
    draw(<p>{[<u />, <b />]}</p>, box);
    expect(box.innerHTML).toBe("<p><u></u><b></b></p>");
  });
});
