/** The kit as one plain object: shorter than a module's namespace. */
import { Refused } from "../net/client";
import { formFor, lacking } from "../state/forms";
import { unreadOf } from "../state/select";
import { clockTime, dayName, fileSize, fill } from "../text/format";
import { linkify, safeHref } from "../text/linkify";
import { inLanguage } from "../text/strings";
import { summary } from "../text/summary";
import { insert } from "../ui/Composer";
import { draw, h } from "../ui/draw";
import { Away, Do, Face, Icon, Press } from "../ui/parts";
import { define } from "./parts";
import { offered } from "./registry";

export const shared: typeof import("./kit") = {
  Away,
  clockTime,
  dayName,
  define,
  Do,
  draw,
  Face,
  fileSize,
  fill,
  formFor,
  h,
  Icon,
  inLanguage,
  insert,
  lacking,
  linkify,
  offered,
  Press,
  Refused,
  safeHref,
  summary,
  unreadOf,
};
