import { Button, Switch, Textarea, TextInput } from "@mantine/core";
import { IconChevronLeft, IconTrash } from "@tabler/icons-react";
import type { QuickResponseRequest, QuickResponseView } from "@tertulia/protocol";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { ApiError } from "../../api/client";
import { canManage, useWorkspace } from "../../app/workspace";
import { removeReply, saveReply } from "../../commands/saveReply";
import { uploadReplyFile } from "../../commands/uploadFile";
import { plain } from "../../rules/search";
import { VARIABLES } from "../../rules/variables";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { Attach } from "../composer/Attach";
import { AttachmentChips } from "../composer/AttachmentChips";
import { useUploads } from "../composer/attachments";
import { place } from "../../ui/caret";
import { useRefusal } from "../composer/refusals";
import settings from "../settings/Settings.module.css";
import { Preview } from "./Preview";
import css from "./Replies.module.css";

const MOST_TEXT = 8_000;

/** Write or change one quick response. */
export function Editor({ held }: { held?: QuickResponseView }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { me } = useWorkspace();
  const manages = canManage(me);
  const form = useForm(held, manages);
  const { draft, set, files } = form;
  const text = useRef<HTMLTextAreaElement>(null);
  const locked = !!held?.shared && !manages;
  const insert = (name: string) => {
    const input = text.current;
    if (!input) return;
    const words = `{{ ${name} }}`;
    const { selectionStart: from, selectionEnd: to, value } = input;
    set({ text: value.slice(0, from) + words + value.slice(to) });
    place(input, from + words.length);
  };
  const done = () => go("/settings/replies");
  return (
    <>
      <Link href="/settings/replies" className={settings.back}>
        <IconChevronLeft size={16} /> {t("compose.replies.title")}
      </Link>
      <h1>{held ? held.name : t("compose.replies.add")}</h1>
      {locked && <p className={css.locked}>{t("compose.replies.locked")}</p>}
      <form
        className={settings.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.save().then((saved) => saved && done());
        }}
      >
        <fieldset className={css.fields} disabled={locked}>
          <TextInput
            label={t("compose.replies.name")}
            value={draft.name}
            maxLength={80}
            required
            error={form.errorOf("name")}
            data-testid="reply-name"
            onChange={(event) => form.setName(event.currentTarget.value)}
          />
          <TextInput
            label={t("compose.replies.code")}
            description={t("compose.replies.codeHint", { code: draft.code || "price" })}
            leftSection="/"
            value={draft.code}
            maxLength={33}
            required
            error={form.errorOf("code")}
            data-testid="reply-code"
            onChange={(event) => form.setCode(event.currentTarget.value)}
          />
          <Textarea
            ref={text}
            label={t("compose.replies.text")}
            value={draft.text}
            rows={6}
            maxLength={MOST_TEXT}
            error={form.errorOf("text")}
            data-testid="reply-text"
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
          <div className={css.variables} role="group" aria-label={t("compose.replies.variables")}>
            <span>{t("compose.replies.variables")}</span>
            {VARIABLES.map((name) => (
              <button key={name} type="button" onClick={() => insert(name)}>
                {t(`compose.variable.${name.replace(".", "_")}` as "retry")}
              </button>
            ))}
          </div>
          <div>
            <div className={css.attach}>
              <Attach attach={form.take} addCard={(card) => set({ contacts: [...draft.contacts, card] })} />
              <span>{t("compose.replies.attachments")}</span>
            </div>
            {form.refused.map((why) => (
              <p key={why} className={settings.error}>
                {why}
              </p>
            ))}
            <AttachmentChips
              {...files}
              cards={draft.contacts}
              removeCard={(at) => set({ contacts: draft.contacts.filter((_, i) => i !== at) })}
            />
          </div>
          {manages && !held && (
            <Switch
              label={t("compose.replies.sharedLabel")}
              description={t("compose.replies.sharedHint")}
              checked={draft.shared}
              onChange={(event) => set({ shared: event.currentTarget.checked })}
            />
          )}
        </fieldset>
        <Preview text={draft.text} media={files.uploaded} contacts={draft.contacts} />
        {form.problem && (
          <p className={settings.error} role="alert">
            {form.problem}
          </p>
        )}
        {!locked && (
          <div className={css.buttons}>
            <Button type="submit" loading={form.busy} disabled={files.waiting}>
              {t("compose.replies.save")}
            </Button>
            <Button variant="default" onClick={done}>
              {t("compose.replies.back")}
            </Button>
            {held && <Remove held={held} done={done} />}
          </div>
        )}
      </form>
    </>
  );
}

function Remove({ held, done }: { held: QuickResponseView; done(): void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    if (await removeReply(held)) done();
  };
  if (!asking) {
    return (
      <Button variant="subtle" color="red" ml="auto" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
    );
  }
  return (
    <span className={css.asking}>
      {t("compose.replies.removeAsk")}
      <Button size="xs" color="red" onClick={() => void remove()} data-testid="remove-really">
        {t("remove")}
      </Button>
    </span>
  );
}

const codeOf = (name: string): string =>
  plain(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 32);

function useForm(held: QuickResponseView | undefined, manages: boolean) {
  const { t } = useTranslation();
  const files = useUploads(uploadReplyFile, held?.media ?? []);
  const [busy, setBusy] = useState(false);
  const [named, setNamed] = useState(!!held); // the shortcut was written by hand
  const [error, setError] = useState<{ field: string; text: string }>({ field: "", text: "" });
  const [refused, setRefused] = useState<string[]>([]);
  const refusal = useRefusal("website", true);
  const [draft, setDraft] = useState({
    name: held?.name ?? "",
    code: held?.code ?? "",
    text: held?.text ?? "",
    contacts: held?.contacts ?? [],
    shared: held?.shared ?? manages,
  });
  const set = (change: Partial<typeof draft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setError({ field: "", text: "" });
  };
  const save = async (): Promise<boolean> => {
    setBusy(true);
    const body: QuickResponseRequest = { ...draft, media: files.uploaded, version: held?.version ?? 0 };
    try {
      await saveReply(held?.id ?? "", body);
      toast({ tone: "good", text: t("settings.saved") });
      return true;
    } catch (problem) {
      setError({ field: problem instanceof ApiError ? problem.field : "", text: sayWhy(problem) });
      return false;
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (field: string) => (error.field === field ? error.text : undefined);
  return {
    draft,
    set,
    files,
    busy,
    save,
    refused,
    errorOf,
    problem: ["name", "code", "text"].includes(error.field) ? "" : error.text,
    setName: (name: string) => set(named ? { name } : { name, code: codeOf(name) }),
    setCode: (code: string) => {
      setNamed(true);
      set({ code: code.replace(/^\//, "").toLowerCase() });
    },
    take: (taken: File[]) => {
      setRefused(taken.map(refusal).filter(Boolean));
      files.add(taken.filter((file) => !refusal(file)));
    },
  };
}
