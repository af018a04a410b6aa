import type { Chat } from "../chat";
import { utmTags } from "../visits/visit";

/** {source, medium, campaign, ...} of the page's address. */
export const getUtm = (_chat: Chat) => utmTags(location.search);
