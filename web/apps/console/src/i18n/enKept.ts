// Following, attributes of a conversation, and the order of views.
export const enKept = {
  conversation: "This conversation",
  whichAttribute: "Name of the attribute",
  follow: "Follow",
  unfollow: "Stop following",
  followedBy: "Followed by {{names}}",
  emptyFollowing: "You follow no open conversation",
  emptyFollowingText: "Follow one from its menu, and you hear of its new messages though it is not yours.",
  notSentYet: "Written earlier and not sent. Try again if it still fits.",
  viewUp: "Move view up",
  viewDown: "Move view down",
  palette: { follow: "Follow this conversation", unfollow: "Stop following this conversation" },
};
