export const enMeta = {
  messengerText: "People who write to your Facebook page",
  instagramText: "Messages to your Instagram account",
  meta: {
    page_id: "Page ID",
    access_token: "Page access token",
    messengerPageHint: "On Facebook: your page › About › Page transparency.",
    instagramPageHint: "Of the Facebook page that your Instagram account is linked with: its About › Page transparency.",
    messengerTokenHint: "Meta for Developers › your app › Messenger › API settings, beside your page. It needs pages_messaging.",
    instagramTokenHint: "Meta for Developers › your app › Messenger › Instagram settings, beside your page. It needs instagram_manage_messages.",
    messengerStep1: "In your app, open Messenger › API settings, and configure the webhook.",
    messengerStep3: "Under Webhook fields, subscribe to messages, messaging_postbacks, message_echoes, message_reads, message_deliveries, message_reactions and message_edits.",
    instagramStep1: "In your app, open Messenger › Instagram settings, and configure the webhook.",
    instagramStep3: "Under Webhook fields, subscribe to messages, messaging_postbacks, messaging_seen, message_reactions, message_edit and messaging_referral.",
    step4: "Then connect here. That checks the token and subscribes your page.",
  },
};
