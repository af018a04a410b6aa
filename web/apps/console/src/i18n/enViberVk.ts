export const enViberVk = {
  viberText: "People who write to your Viber bot",
  vkText: "Messages to your VK community",
  viber: {
    token: "Bot token",
    tokenHint: "In Viber: More › Settings › Bots › your bot › Edit info › Your app key.",
    welcome: "Welcome message",
    welcomeHint: "Shown to a person who opens the chat for the first time, before anything is written. Optional.",
    connectText: "Connecting checks the token and sets the bot's webhook. There is nothing to copy.",
  },
  vk: {
    access_token: "Community access token",
    tokenHint: "In your community: Manage › Settings › API usage › Access tokens. Tick community management, messages, photos and files.",
    connectText: "Connecting checks the token and sets up the Callback API. There is nothing to copy.",
  },
};
