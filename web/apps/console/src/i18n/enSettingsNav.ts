export const enSettingsNav = {
  you: "You",
  account: "Account",
  inbox: "Inbox",
  channels: "Channels",
};
