/** Entry of the widget's code: takes over from the loader. */
import { Chat } from "./chat";
import { shared } from "./lazy/shared";
import { install } from "./commands/registry";
import { watchSite } from "./site";
import { mountWindow } from "./ui/mount";

const global = window.tertulia;
if (global && "_" in global) {
  global._.kit = shared;
  const chat = (global._.chat = new Chat(global._));
  const undo = [mountWindow(chat), watchSite(chat)];
  install(global, chat, () => {
    undo.forEach((stop) => stop());
    chat.destroy();
    delete window.tertulia;
  });
  void chat.start();
}
