/** Small things that are drawn in several places. */
import type { Global } from "../boot";
import { initials } from "../text/format";
import { h } from "./draw";

/** Outlines in a box of 24, drawn for this widget. */
const PATHS = {
  more: "M6 11.5v1M12 11.5v1M18 11.5v1",
  back: "M14.5 6l-6 6 6 6",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  send: "M12 18V6M6.5 11L12 5.5l5.5 5.5",
  clip: "M19 11.5l-7 7a4.2 4.2 0 01-6-6l7.5-7.5a2.8 2.8 0 014 4L10 16.5a1.3 1.3 0 01-2-2l6.5-6.5",
  smile: "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM8.5 14.2c1.8 2.4 5.2 2.4 7 0M9 9.5v.5M15 9.5v.5",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  waiting: "M12 4.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM12 8v4.2l2.5 1.6",
  sent: "M6 12.5l4 4 8-9",
  read: "M2.5 12.5l4 4 7.5-9M11.5 15.5l1 1 8-9",
  failed: "M12 4.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM12 8v4.5M12 15.5v.5",
  pin: "M12 20.5c4-4.5 6-7.5 6-10.5a6 6 0 10-12 0c0 3 2 6 6 10.5z",
};

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

/** A photo, or two letters. Decorative: the name is beside it. */
export const Face = ({ name, photo }: { name: string; photo?: string }) => (
  <span class="face" aria-hidden="true">
    {initials(name)}
    {photo ? <img src={`${(window.tertulia as Global)._.api}/widget/${photo}`} alt="" /> : null}
  </span>
);

interface LinkProps {
  href?: string;
  class?: string;
  download?: string;
  style?: Partial<CSSStyleDeclaration>;
}

/** Opens apart, and tells the other side nothing of this page. */
export const Away = (props: LinkProps, body: unknown) =>
  h("a", { ...props, target: "_blank", rel: "noopener noreferrer nofollow" }, body as string);

export const Press = (label: string, icon: IconName, onClick: () => unknown, more = {}) => (
  <button type="button" class="plain" aria-label={label} onClick={onClick} {...more}>
    <Icon name={icon} />
  </button>
);

/** A button that looks like a link. */
export const Do = (label: string, onClick: () => unknown) => (
  <button class="link" onClick={onClick}>
    {label}
  </button>
);
