export const enChannelHealth = {
  facts: {
    checked: "Last check",
    never: "not yet",
    heard: "Last message in",
    nothing: "none so far",
    lastHour: "within the last hour",
  },
  pauseText: "A paused channel sends nothing. What people write still arrives and is kept.",
  pauseSiteText: "A paused website shows no chat.",
  pausedText: "Paused: nothing goes out. What people write still arrives and is kept.",
  pausedSiteText: "Paused: the chat is not shown on your site.",
};
