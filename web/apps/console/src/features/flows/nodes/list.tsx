import { IconListDetails } from "@tabler/icons-react";
import { choosing } from "./choosing";

export const list = choosing({
  kind: "list",
  Icon: IconListDetails,
  prefix: "r",
  most: 30,
  described: true,
  words: { list: "field.rows", add: "field.addRow" },
});
