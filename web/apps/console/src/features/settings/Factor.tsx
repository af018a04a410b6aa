import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { NewFactor } from "@tertulia/protocol";
import { generate } from "lean-qr";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { CopyLine } from "./CopyLine";
import css from "./Factor.module.css";
import { Problem } from "./Problem";
import page from "./Settings.module.css";
import { useSaving } from "./useSaving";

const digits = (code: string): number => code.replace(/\D/g, "").length;

/** A code from an authenticator app, besides the password. */
export function Factor() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ["factor"], queryFn: people.factor });
  const [fresh, setFresh] = useState<NewFactor | null>(null);
  const [ending, setEnding] = useState(false);
  const [busy, setBusy] = useState(false);
  const begin = () => {
    setBusy(true); // a second secret would make the first one void
    void people
      .newFactor()
      .then(setFresh, (error) => toast({ tone: "bad", text: sayWhy(error) }))
      .finally(() => setBusy(false));
  };
  const on = found.data?.on;
  return (
    <section className={page.box} data-testid="factor">
      <h2>{t("account.factor.title")}</h2>
      <p>{t(on ? "account.factor.on" : "account.factor.off")}</p>
      {found.isPending && <LineSkeletons count={1} />}
      {found.error && <Problem text={sayWhy(found.error)} />}
      {fresh && !on && (
        <SetUp
          fresh={fresh}
          done={() => {
            queries.setQueryData(["factor"], { on: true });
            setFresh(null);
          }}
          cancel={{ label: t("account.cancel"), run: () => setFresh(null) }}
        />
      )}
      {ending && on && <End close={() => setEnding(false)} />}
      {found.data && !fresh && !ending && (
        <div className={page.buttons}>
          <Button variant="default" loading={busy} onClick={on ? () => setEnding(true) : begin}>
            {t(on ? "account.factor.turnOff" : "account.factor.setUp")}
          </Button>
        </div>
      )}
    </section>
  );
}

interface SetUpProps {
  fresh: NewFactor;
  done(): void;
  cancel: { label: string; run(): void };
}

export function SetUp({ fresh, done, cancel }: SetUpProps) {
  const { t } = useTranslation();
  const { values, change, errors, busy, submit } = useSaving(
    { code: "" },
    async ({ code }) => {
      await people.confirmFactor(code);
      done();
    },
    t("account.factor.nowOn"),
  );
  return (
    <form className={page.form} onSubmit={submit} noValidate>
      <p>{t("account.factor.scan")}</p>
      <Picture text={fresh.uri} label={t("account.factor.picture")} />
      <CopyLine label={t("account.factor.secret")} text={fresh.secret} />
      <TextInput
        label={t("account.signIn.factorCode")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        value={values.code}
        error={errors.code}
        onChange={(event) => change({ code: event.currentTarget.value })}
      />
      <Problem text={errors[""]} />
      <div className={page.buttons}>
        <Button variant="default" onClick={cancel.run}>
          {cancel.label}
        </Button>
        <Button type="submit" loading={busy} disabled={digits(values.code) < 6}>
          {t("account.factor.turnOn")}
        </Button>
      </div>
    </form>
  );
}

function End({ close }: { close(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { values, change, errors, busy, submit } = useSaving(
    { password: "", code: "" },
    async ({ password, code }) => {
      await people.dropFactor(password, code);
      queries.setQueryData(["factor"], { on: false });
      close();
    },
    t("account.factor.nowOff"),
  );
  return (
    <form className={page.form} onSubmit={submit} noValidate>
      <PasswordInput
        label={t("account.present")}
        autoComplete="current-password"
        value={values.password}
        error={errors.password}
        onChange={(event) => change({ password: event.currentTarget.value })}
      />
      <TextInput
        label={t("account.signIn.factorCode")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        value={values.code}
        error={errors.code}
        onChange={(event) => change({ code: event.currentTarget.value })}
      />
      <Problem text={errors[""]} />
      <div className={page.buttons}>
        <Button variant="default" onClick={close}>
          {t("account.cancel")}
        </Button>
        <Button type="submit" color="red" loading={busy} disabled={!values.password || digits(values.code) < 6}>
          {t("account.factor.turnOff")}
        </Button>
      </div>
    </form>
  );
}

/** Drawn here: the secret goes to nobody who draws pictures. */
function Picture({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg className={css.picture} viewBox={`-4 -4 ${size + 8} ${size + 8}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}

function drawn(text: string): { size: number; path: string } {
  const code = generate(text);
  let path = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  }
  return { size: code.size, path };
}
