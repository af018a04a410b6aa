export const enSettingsNav = {
  you: "You",
  account: "Account",
  inbox: "Inbox",
  channels: "Channels",
  api: "API",
  webhooks: "Webhooks",
  privacy: "Privacy",
  audit: "Audit log",
};
