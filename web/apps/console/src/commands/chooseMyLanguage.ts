import * as people from "../api/people";
import { chooseLanguage, type Language } from "../i18n";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

/** Here at once, and on every other device where nothing else was chosen. */
export async function chooseMyLanguage(language: Language): Promise<void> {
  await chooseLanguage(language);
  try {
    await people.changeMyself({ preferences: { language } });
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
  }
}
