import type { enApiChannel } from "./enApiChannel";

export const esApiChannel: typeof enApiChannel = {
  customText: "Tu propia aplicación o mensajería, por HTTP",
  api: {
    url: "Tu dirección",
    urlHint: "Donde tu servidor recibe las respuestas de tu equipo: https://example.com/messages",
    signature: "Firmas de tu servidor",
    signatureHint: "La dirección del canal ya es un secreto. Una firma prueba además que nadie cambió un evento por el camino.",
    optional: "Se comprueban si las hay",
    required: "Cada evento debe ir firmado",
    keysTitle: "Dirección y clave",
    keysNone: "Tu servidor envía sus eventos a una dirección que solo él conoce. Lo que enviamos a tu servidor va firmado con una clave.",
    keysKept: "Tu servidor tiene la dirección y la clave. No se vuelven a mostrar; crea otras si las perdiste.",
    keysOnce: "Copia las dos ahora: solo se muestran esta vez.",
    address: "Dirección para tus eventos",
    key: "Clave de firma",
    make: "Crear dirección y clave",
    renew: "Crear otras",
    renewTitle: "¿Crear otra dirección y otra clave?",
    renewText: "Tu servidor queda desconectado hasta que tenga las nuevas: la dirección anterior ya no recibe nada y lo que enviamos lleva la firma nueva.",
    connectText: "Al conectar se envía a tu dirección un evento firmado de tipo ping, que debe responder con 2xx.",
    reference: "Cómo son los eventos, y programas de ejemplo: docs/channels/custom.md.",
    schemas: "Sus esquemas (JSON Schema):",
    schemaIn: "Lo que envía tu servidor",
    schemaOut: "Lo que enviamos a tu servidor",
  },
};
