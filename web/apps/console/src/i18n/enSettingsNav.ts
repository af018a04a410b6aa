export const enSettingsNav = {
  you: "You",
  account: "Account",
  inbox: "Inbox",
  channels: "Channels",
  api: "API",
  privacy: "Privacy",
  audit: "Audit log",
};
