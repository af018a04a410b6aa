import { Button, SegmentedControl, Switch, Textarea } from "@mantine/core";
import { useState } from "react";
import { LANGUAGES as NAMES } from "../../i18n";
import { KINDS, LANGUAGES, VARIABLES, type Kind } from "./draft";
import type { Part } from "./HoursForm";
import css from "./Hours.module.css";
import { SUGGESTIONS } from "./suggestions";
import { useWords } from "./words";

const MOST = 900;

export function Messages({ draft: { messages, callback }, change, errorOf }: Part) {
  const { t, i18n } = useWords();
  const [kind, setKind] = useState<Kind>("closed");
  const [language, setLanguage] = useState(i18n.language in NAMES ? i18n.language : "en");
  const text = messages[kind]?.[language] ?? "";
  const put = (words: string) => change({ messages: { ...messages, [kind]: { ...messages[kind], [language]: words } } });
  return (
    <div className={css.messages}>
      <div className={css.pickers}>
        <SegmentedControl
          size="xs"
          aria-label={t("kind.label")}
          value={kind}
          data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(value) => setKind(value as Kind)}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("language")}
          value={language}
          data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
          onChange={setLanguage}
        />
      </div>
      <Textarea
        label={t("text")}
        value={text}
        maxLength={MOST}
        rows={3}
        error={errorOf(`messages.${kind}.${language}`)}
        lang={language}
        data-testid="closed-text"
        onChange={(event) => put(event.currentTarget.value)}
      />
      <p className={css.variables}>
        {t("variables")}{" "}
        {VARIABLES.map((name) => (
          <code key={name}>{`{{ ${name} }}`}</code>
        ))}
      </p>
      {!text.trim() && (
        <Button variant="subtle" size="compact-sm" className={css.suggest} onClick={() => put(SUGGESTIONS[kind]![language]!)}>
          {t("suggest")}
        </Button>
      )}
      <Switch
        label={t("callback")}
        description={t("callbackHint")}
        checked={callback}
        onChange={(event) => change({ callback: event.currentTarget.checked })}
      />
    </div>
  );
}
