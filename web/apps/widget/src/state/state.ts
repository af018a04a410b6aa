/** All that the window shows. Changed only by the reducer. */
import type {
  MessageView,
  WidgetConfig,
  WidgetContact,
  WidgetConversation,
  WidgetInvitations,
} from "@tertulia/protocol";
import type { Waiting } from "../outbox/outbox";

/** refused: this site does not serve this page or person; nothing is shown. */
export type Link = "connecting" | "live" | "polling" | "offline" | "refused";

export interface State {
  config: WidgetConfig | null;
  colour: string;
  contact: WidgetContact | null;
  agentsOnline: boolean;
  /** What this visitor may be invited by, if there is anything. */
  invitations: WidgetInvitations | null;
  conversation: WidgetConversation | null;
  /** Of conversations before the current one, as far as this page has seen them. */
  past: MessageView[];
  /** Of the current conversation, ascending seq. */
  messages: MessageView[];
  /** Whether the oldest conversation that is shown has older messages. */
  more: boolean;
  /** Whether there was another conversation before that one. */
  earlier: boolean;
  older: "idle" | "loading" | "failed";
  /** Highest seq that the visitor has had on the screen. */
  read: number;
  outbox: Waiting[];
  /** Something could not be done just now; said until something else is done. */
  problem: string;
  link: Link;
  typing: string | null;
  open: boolean;
  greeting: boolean;
  /** The form before the chat was filled in, or passed over. */
  formed: boolean;
  emoji: boolean;
  menu: boolean;
  /** Files are held over the window. */
  dragging: boolean;
  /** Scrolled up, while something new came at the end. */
  away: boolean;
  /** Whether the browser keeps what the chat needs after this page. */
  kept: boolean;
}

export const START: State = {
  config: null,
  colour: "",
  contact: null,
  agentsOnline: false,
  invitations: null,
  conversation: null,
  past: [],
  messages: [],
  more: false,
  earlier: false,
  older: "idle",
  read: 0,
  outbox: [],
  problem: "",
  link: "connecting",
  typing: null,
  open: false,
  greeting: false,
  formed: false,
  emoji: false,
  menu: false,
  dragging: false,
  away: false,
  kept: true,
};
