import type { MessageView } from "@tertulia/protocol";
import { previewOf } from "@tertulia/protocol";
import i18n from "i18next";
import { preference } from "../ui/preference";

let open: (conversation: string) => void = () => undefined;

/** How a click on a notice leads to its conversation. */
export const onNoticeClick = (go: (conversation: string) => void): void => void (open = go);

export const canAsk = (): boolean =>
  typeof Notification !== "undefined" && Notification.permission === "default";

/** Whether this device shows notices, once the browser allows them. */
export const desktopOn = preference("desktop", true);

const mayShow = (): boolean =>
  typeof Notification !== "undefined" && Notification.permission === "granted" && desktopOn.get();

/** The tag makes several tabs show one notice. */
export function showDesktopNotice(message: MessageView, contact: string): void {
  if (!mayShow()) return;
  const notice = new Notification(message.author.name || contact || i18n.t("visitor"), {
    body: previewOf(message).text || i18n.t(`kind.${message.content.kind}`),
    tag: `${message.conversation_id}#${message.seq}`,
    icon: "/favicon.svg",
  });
  notice.onclick = () => {
    window.focus();
    open(message.conversation_id);
    notice.close();
  };
}

/** Lead to a conversation, as a click on a notice does. */
export const openFromNotice = (conversation: string): void => open(conversation);

/** Any other notice: where a click on it leads is a conversation's id, or something to do. */
export function showDesktop(title: string, body: string, tag: string, to: string | (() => void)): void {
  if (!mayShow()) return;
  const notice = new Notification(title, { body, tag, icon: "/favicon.svg" });
  notice.onclick = () => {
    window.focus();
    if (typeof to === "string") open(to);
    else to();
    notice.close();
  };
}
