import type { enSettingsNav } from "./enSettingsNav";

export const ptBRSettingsNav: typeof enSettingsNav = {
  you: "Você",
  account: "Conta",
  inbox: "Caixa de entrada",
  channels: "Canais",
  api: "API",
  webhooks: "Webhooks",
  integrations: "Integrações",
  inbound: "Webhooks de entrada",
  privacy: "Privacidade",
  audit: "Registro de auditoria",
};
