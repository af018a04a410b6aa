import { IconSquareRoundedCheck } from "@tabler/icons-react";
import { choosing } from "./choosing";

export const buttons = choosing({
  kind: "buttons",
  Icon: IconSquareRoundedCheck,
  prefix: "b",
  most: 10,
  url: true,
  words: { list: "field.buttons", add: "field.addButton", many: { over: 3, say: "field.manyButtons" } },
});
