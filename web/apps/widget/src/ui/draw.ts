/** A renderer of one kilobyte: `h` describes, `draw` makes the page so. Components are plain
 * functions; what has to be done after drawing is done by who draws (see mount.tsx).
 *
 * It never makes HTML from text and sets no `style` attribute, so no CSP or Trusted Types rule of a
 * site is in its way. */

type Child = VNode | string | number | boolean | null | undefined | Child[];

type Handler = (event: never) => unknown;

/** on…: a handler. ref: gets the element once, when it is made. style: set through CSSOM. */
interface Props {
  key?: string | number | null;
  ref?: (element: never) => void;
  style?: Partial<CSSStyleDeclaration>;
  [name: `on${string}`]: Handler | undefined;
  [name: string]: unknown;
}

export interface VNode {
  /** '' for text. */
  tag: string;
  props: Props;
  children: VNode[];
  /** Its place among its siblings: the key, or the position in the source. */
  slot: string;
  text: string;
  node?: Node;
}

type Component<P> = (props: P) => VNode | null;

export declare namespace h {
  namespace JSX {
    type Element = VNode | null;
    interface IntrinsicAttributes {
      key?: string | number | null;
    }
    interface IntrinsicElements {
      [tag: string]: Props & { children?: unknown };
    }
  }
}

const SVG = "http://www.w3.org/2000/svg";
const make = (tag: string, props: Props, text = ""): VNode => ({ tag, props, children: [], slot: "", text });

/** Empty children keep their slot, so that what follows them is not drawn anew. */
function collect(into: VNode[], child: Child, slot: string): void {
  if (Array.isArray(child)) child.forEach((one, i) => collect(into, one, `${slot}.${i}`));
  else if (child || child === 0) {
    const node = typeof child === "object" ? child : make("", {}, `${child as string}`);
    node.slot = node.props.key == null ? slot : `k${node.props.key}`;
    into.push(node);
  }
}

export function h<P extends object>(
  tag: string | Component<P>,
  props: (P & Props) | null,
  ...children: Child[]
): VNode | null {
  if (typeof tag === "function") {
    const { key, ...rest } = { ...props } as Props; // the key is ours: passed on, it would be used twice
    const made = tag(rest as P);
    return made && (key == null ? made : { ...made, props: { ...made.props, key } });
  }
  const node = make(tag, props ?? {});
  collect(node.children, children, "");
  return node;
}

function setProp(element: Element, name: string, value: unknown): void {
  if (name === "key" || name === "ref") return;
  if (name === "style") Object.assign((element as HTMLElement).style, value);
  else if (name.startsWith("on"))
    (element as unknown as Record<string, unknown>)[name.toLowerCase()] = value ?? null;
  else if (value == null || (value === false && !name.startsWith("aria"))) element.removeAttribute(name);
  else element.setAttribute(name, value === true && !name.startsWith("aria") ? "" : `${value}`);
}

function create(next: VNode): Node {
  if (!next.tag) return document.createTextNode(next.text);
  return /^(svg|path)$/.test(next.tag)
    ? document.createElementNS(SVG, next.tag)
    : document.createElement(next.tag);
}

function update(before: VNode | undefined, next: VNode): Node {
  if (before === next) return next.node!;
  const node = (next.node = before?.node ?? create(next));
  if (!next.tag) {
    if (before?.text !== next.text) node.nodeValue = next.text;
    return node;
  }
  const old = before?.props ?? {};
  for (const name in { ...old, ...next.props })
    if (old[name] !== next.props[name]) setProp(node as Element, name, next.props[name]);
  drawChildren(node, before?.children ?? [], next.children);
  if (!before) (next.props.ref as ((element: Node) => void) | undefined)?.(node);
  return node;
}

function drawChildren(parent: Node, before: VNode[], next: VNode[]): void {
  const known = new Map(before.map((node) => [node.slot, node]));
  const kept = next.map((node) => {
    const match = known.get(node.slot);
    if (match?.tag !== node.tag) return undefined;
    known.delete(node.slot);
    return match;
  });
  const stay = new Set(kept);
  before.forEach((node) => stay.has(node) || parent.removeChild(node.node!));
  let at = parent.firstChild;
  next.forEach((node, i) => {
    const drawn = update(kept[i], node);
    if (drawn === at) at = at.nextSibling;
    else parent.insertBefore(drawn, at);
  });
}

const drawn = new WeakMap<Node, VNode[]>();

/** Makes `parent` show just `tree`; null empties it. */
export function draw(tree: VNode | null, parent: Node): void {
  const next = tree ? [tree] : [];
  if (!drawn.has(parent)) parent.textContent = "";
  drawChildren(parent, drawn.get(parent) ?? [], next);
  drawn.set(parent, next);
}
