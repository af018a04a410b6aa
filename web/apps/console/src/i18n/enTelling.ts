// What a channel's provider is told in passing.
export const enTelling = {
  title: "What the contact sees of the team",
  lead: "Besides messages, {{channel}} can be told what agents do. Switch off what nobody outside should know.",
  seen: "Read marks",
  seenHint: "The contact sees that his message was read.",
  typing: "Typing",
  typingHint: "The contact sees that somebody is typing.",
  typingMarks: "On {{channel}}, whoever sees somebody typing sees too that his message was read: without read marks, typing is not shown.",
};
