/** What parts share with the core instead of bringing it again. In a part's build this module is
 * replaced by `tertulia._.kit`, so that a part imports from here, and from nowhere else in the core
 * but for types. */
export { draw, h } from "../ui/draw";
export { Away, Do, Face, Icon, Press } from "../ui/parts";
export { clockTime, dayName, fileSize, fill } from "../text/format";
export { linkify, safeHref } from "../text/linkify";
export { summary } from "../text/summary";
export { formFor, lacking } from "../state/forms";
export { unreadOf } from "../state/select";
export { inLanguage } from "../text/strings";
export { insert } from "../ui/Composer";
export { offered } from "./registry";
export { define } from "./parts";
export { Refused } from "../net/client";
