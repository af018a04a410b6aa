import i18n from "i18next";
import { speakReports } from "./words";

export async function load() {
  const [page] = await Promise.all([import("./ReportsPage"), speakReports("en"), speakReports(i18n.language)]);
  return page;
}
