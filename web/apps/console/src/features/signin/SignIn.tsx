import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { FirstPassword } from "./FirstPassword";
import { Forgot } from "./Forgot";
import { PasswordForm } from "./PasswordForm";
import { SecondFactor } from "./SecondFactor";
import css from "./SignIn.module.css";

type Step =
  | { at: "sign-in"; email?: string; told?: string }
  | { at: "first"; email: string; temporary: string }
  | { at: "second"; email: string; password: string }
  | { at: "forgot"; email: string };

export function SignIn() {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>({ at: "sign-in" });
  const back = (email?: string, told?: string) => setStep({ at: "sign-in", email, told });
  return (
    <main className={css.page}>
      <section className={css.side}>
        {step.at === "sign-in" && (
          <PasswordForm
            email={step.email}
            told={step.told}
            forgot={(email) => setStep({ at: "forgot", email })}
            first={(email, temporary) => setStep({ at: "first", email, temporary })}
            second={(email, password) => setStep({ at: "second", email, password })}
          />
        )}
        {step.at === "second" && <SecondFactor {...step} back={back} />}
        {step.at === "first" && <FirstPassword {...step} back={back} />}
        {step.at === "forgot" && (
          <Forgot email={step.email} back={back} done={(email) => back(email, t("account.signIn.done"))} />
        )}
      </section>
      <Aside />
    </main>
  );
}

/** What the product is, in one picture. */
function Aside() {
  const { t } = useTranslation();
  return (
    <aside className={css.aside}>
      <div className={css.cards} aria-hidden="true">
        {["whatsapp", "website", "telegram"].map((kind, i) => (
          <div key={kind} className={css.card} data-place={i}>
            <ChannelGlyph kind={kind} size={20} />
            <span className={css.lines}>
              <i />
              <i />
            </span>
          </div>
        ))}
      </div>
      <h2>{t("signIn.asideTitle")}</h2>
      <p>{t("signIn.asideText")}</p>
    </aside>
  );
}
