import type { enReasons } from "./enReasons";

export const esReasons: typeof enReasons = {
  blocked: "esta persona no acepta mensajes tuyos aquí",
  gone: "ya no se puede llegar a esta persona por aquí",
  window: "ha pasado demasiado tiempo desde su último mensaje; podrás responder cuando vuelva a escribir",
  tooMany: "el canal no acepta más mensajes por ahora; inténtalo más tarde",
  connection: "el canal ya no está conectado; un administrador debe conectarlo de nuevo",
  account: "el proveedor ha detenido o limitado tu cuenta; un administrador debe revisarla",
  bill: "tu cuenta con el proveedor no tiene saldo o no está pagada",
  file: "el canal no pudo aceptar el archivo",
  content: "el canal no aceptó el mensaje tal como está",
  device: "su aplicación no puede mostrar este mensaje",
  template: "el canal no aceptó la plantilla",
  country: "esta cuenta no puede escribir a ese país",
  full: "su buzón está lleno",
  rejected: "su servidor de correo lo rechazó",
  busy: "el canal no respondió; inténtalo de nuevo",
  removed: "el canal se eliminó",
};
