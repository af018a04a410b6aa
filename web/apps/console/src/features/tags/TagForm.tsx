import { Button, TextInput } from "@mantine/core";
import type { TagView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/lists";
import { sayWhy } from "../../ui/sayWhy";
import { TagChip } from "../../ui/TagChip";
import { toast } from "../../ui/toasts";
import css from "./TagsPage.module.css";
import { refetchTags } from "./TagsPage";

const COLOURS: readonly TagView["colour"][] = [
  "grey",
  "red",
  "orange",
  "amber",
  "green",
  "teal",
  "blue",
  "indigo",
  "purple",
  "pink",
];

/** A new tag, or one that is changed. */
export function TagForm({ tag, close }: { tag?: TagView; close(): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(tag?.name ?? "");
  const [colour, setColour] = useState<TagView["colour"]>(tag?.colour ?? "blue");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await (tag ? api.changeTag(tag.id, { name, colour }) : api.addTag({ name, colour }));
      await refetchTags();
      if (!tag) toast({ tone: "good", text: t("lists.tagsPage.created") });
      close();
    } catch (problem) {
      setError(sayWhy(problem));
      setBusy(false);
    }
  };
  return (
    <form
      className={css.form}
      data-testid="tag-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <TextInput
        autoFocus
        required
        label={t("lists.tagsPage.name")}
        maxLength={40}
        value={name}
        error={error || undefined}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setError("");
        }}
      />
      <fieldset className={css.colours}>
        <legend>{t("lists.tagsPage.colour")}</legend>
        {COLOURS.map((each) => (
          <label key={each} className={css.swatch} title={t(`lists.tagsPage.colours.${each}`)}>
            <input
              type="radio"
              name="colour"
              value={each}
              checked={each === colour}
              onChange={() => setColour(each)}
              aria-label={t(`lists.tagsPage.colours.${each}`)}
            />
            <TagChip tag={{ name: "Aa", colour: each }} />
          </label>
        ))}
      </fieldset>
      <div className={css.buttons}>
        <TagChip tag={{ name: name.trim() || t("lists.tagsPage.name"), colour }} />
        <span className={css.gap} />
        <Button variant="default" size="xs" onClick={close}>
          {t("lists.tagsPage.cancel")}
        </Button>
        <Button type="submit" size="xs" loading={busy} disabled={!name.trim()}>
          {t(tag ? "lists.tagsPage.save" : "lists.tagsPage.create")}
        </Button>
      </div>
    </form>
  );
}
