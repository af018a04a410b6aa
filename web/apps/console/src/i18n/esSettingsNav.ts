import type { enSettingsNav } from "./enSettingsNav";

export const esSettingsNav: typeof enSettingsNav = {
  you: "Tú",
  account: "Cuenta",
  inbox: "Bandeja",
  channels: "Canales",
  api: "API",
  webhooks: "Webhooks",
  integrations: "Integraciones",
  inbound: "Webhooks de entrada",
  privacy: "Privacidad",
  audit: "Registro de auditoría",
};
