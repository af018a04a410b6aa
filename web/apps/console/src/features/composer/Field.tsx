import type { ConversationView } from "@tertulia/protocol";
import { forwardRef, useEffect, useImperativeHandle, useRef, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Mark } from "../../rules/limits";
import { useFocusRequests, type Draft } from "./drafts";
import css from "./Field.module.css";
import { MARK_KEYS } from "./FormatTools";
import { composing } from "../../ui/composing";
import { useGrowth } from "../../ui/useGrowth";
import { contactName } from "../../ui/contactName";

const TALLEST = 260;

interface Props {
  row: ConversationView;
  draft: Draft;
  onText(text: string): void;
  onSubmit(andResolve?: boolean): void;
  onFiles(files: File[]): void;
  onFormat(mark: Mark): void;
  onSchedule(): void;
}

/** Grows with its words. Enter sends, Shift+Enter breaks the line, Escape leaves. */
export const Field = forwardRef<HTMLTextAreaElement, Props>(function Field(props, outer) {
  const { row, draft, onText, onSubmit, onFiles, onFormat, onSchedule } = props;
  const { t } = useTranslation();
  const ref = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(outer, () => ref.current!);
  const text = draft[draft.mode];
  useGrowth(ref, text, TALLEST);
  useAskedFocus(ref);
  const placeholder =
    draft.mode === "note"
      ? t("composer.notePlaceholder")
      : t("composer.replyPlaceholder", { name: contactName(row) });
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.currentTarget.blur();
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      const letter = event.key.toLowerCase();
      const mark = event.shiftKey ? undefined : MARK_KEYS[letter];
      const later = event.shiftKey && letter === "s" && draft.mode === "reply";
      if (mark || later) {
        event.preventDefault();
        return mark ? onFormat(mark) : onSchedule();
      }
      if (event.key === "Enter" && event.shiftKey) {
        event.preventDefault();
        return onSubmit(draft.mode === "reply");
      }
    }
    // While an input method composes, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || composing(event.nativeEvent)) return;
    event.preventDefault();
    onSubmit();
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return (
    <textarea
      ref={ref}
      className={`${css.field} scroll`}
      rows={1}
      value={text}
      placeholder={placeholder}
      aria-label={t(`composer.${draft.mode}`)}
      data-testid="composer-field"
      onChange={(event) => onText(event.target.value)}
      onKeyDown={keys}
      onPaste={paste}
    />
  );
});

function useAskedFocus(ref: React.RefObject<HTMLTextAreaElement | null>): void {
  const requests = useFocusRequests();
  const first = useRef(requests);
  useEffect(() => {
    if (requests === first.current) return;
    const field = ref.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, [ref, requests]);
}
