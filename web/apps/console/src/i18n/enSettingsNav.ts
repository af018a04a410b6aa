export const enSettingsNav = {
  you: "You",
  account: "Account",
  inbox: "Inbox",
  channels: "Channels",
  api: "API",
  webhooks: "Webhooks",
  integrations: "Integrations",
  inbound: "Inbound webhooks",
  privacy: "Privacy",
  audit: "Audit log",
};
