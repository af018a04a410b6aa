export const enStart = {
  menu: "First steps",
  title: "Welcome, {{name}}",
  lead: "Six steps from an empty account to the first answered chat. They tick themselves off.",
  allDone: "Everything is set up",
  allDoneText: "Your first chat is answered. This list stays in your menu.",
  progress: "{{done}} of {{all}} done",
  done: "Done",
  putAway: "Put this list away",
  putAwayDone: "It is still in your menu, under First steps.",
  steps: {
    site: {
      title: "Create the chat of your website",
      text: "Give it a name and a colour. It takes a minute.",
      action: "Create the chat",
    },
    installed: {
      title: "Put it on your site",
      text: "Paste this line before </body>. The step is done when the first visitor comes.",
      action: "Copy the line",
    },
    colleague: {
      title: "Invite a colleague",
      text: "Two answer faster than one.",
      action: "Invite a colleague",
    },
    message: {
      title: "Send yourself a message",
      text: "On a page of ours, with the real chat: write as a visitor would.",
      action: "Open the test page",
    },
    answer: {
      title: "Answer it",
      text: "It is in your inbox. Open it, write, and press Enter.",
      action: "Go to the inbox",
    },
    provider: {
      title: "Connect WhatsApp or Telegram",
      text: "Everything lands in the same inbox.",
      action: "Connect a channel",
    },
  },
};
