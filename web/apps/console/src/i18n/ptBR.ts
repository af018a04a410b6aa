import { en } from "./en";
export const ptBR: typeof en = en;
