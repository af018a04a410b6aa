export const enReaction = {
  react: "React",
  pick: "Pick a reaction",
  more: "More emoji",
  putBy: "{{emoji}} from {{names}}. Take back",
  waiting: "On its way",
  failed: "Reaction not delivered: {{reason}}",
  takenBackFailed: "Reaction not taken back: {{reason}}",
};
