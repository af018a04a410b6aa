import { IconArrowBackUp, IconCornerUpRight, IconRobot } from "@tabler/icons-react";
import type { ConversationView, MessageView } from "@tertulia/protocol";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { canManage, useWorkspace } from "../../app/workspace";
import { clock, exactWithSeconds } from "../../rules/time";
import { limitsOf } from "../../rules/limits";
import { Avatar } from "../../ui/Avatar";
import { quote } from "../composer/drafts";
import css from "./Bubble.module.css";
import { Body } from "./content/Body";
import { ShownMarks, shownMarks } from "./content/Marked";
import { Delivery } from "./Delivery";
import { Quote } from "./Quote";
import { Reactions } from "./Reactions";
import { contactName } from "../../ui/contactName";

interface Props {
  message: MessageView;
  row: ConversationView;
  first: boolean;
  pending: boolean;
}

/** One public message: the contact's on the left, ours on the right. */
export function Bubble({ message, row, first, pending }: Props) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const ours = message.author.kind !== "contact";
  const name = contactName(row);
  return (
    <article className={css.line} data-side={ours ? "out" : "in"}>
      {!ours && <span className={css.face}>{first && <Avatar name={name} id={row.contact_id} size="s" />}</span>}
      <div className={css.stack}>
        {first && ours && <From message={message} />}
        <div className={css.bubble} data-bare={isBare(message) || undefined}>
          {message.content.forwarded && (
            <span className={css.forwarded}>
              <IconCornerUpRight size={13} /> {t("message.forwarded")}
            </span>
          )}
          {!!message.reply_to && <Quote conversationId={row.id} seq={message.reply_to} row={row} />}
          {isLetter(message, row) && (
            <Suspense fallback={null}>
              <LetterNotes message={message} />
            </Suspense>
          )}
          {message.deleted_at ? <em className={css.deleted}>{t("message.deleted")}</em> : <ShownMarks value={shownMarks(row.channel_kind, message.author.kind)}><Body content={message.content} /></ShownMarks>}
          {keptWhole(message) && canManage(me) && (
            <Suspense fallback={null}>
              <Received message={message} />
            </Suspense>
          )}
          <Meta message={message} pending={pending} />
        </div>
        <Reactions message={message} row={row} />
        {message.delivery?.state === "failed" && (
          <Suspense fallback={null}>
            <Failed message={message} channelKind={row.channel_kind} />
          </Suspense>
        )}
      </div>
      {!pending && !message.deleted_at && (
        <button
          type="button"
          className={css.quote}
          aria-label={t("action.quote")}
          title={t("action.quote")}
          onClick={() => quote(row.id, message.seq)}
        >
          <IconArrowBackUp size={16} />
        </button>
      )}
      {!ours && !message.deleted_at && limitsOf(row.channel_kind).reactions.length > 0 && (
        <Suspense fallback={null}>
          <ReactTool message={message} row={row} />
        </Suspense>
      )}
    </article>
  );
}

const ReactTool = lazy(() => import("./ReactTool"));
const Failed = lazy(() => import("./Failed"));
const Received = lazy(() => import("./Received"));
const LetterNotes = lazy(() => import("../mail/LetterNotes"));
const isLetter = ({ author, content, deleted_at }: MessageView, row: ConversationView): boolean =>
  row.channel_kind === "email" && (author.kind === "contact" || author.kind === "agent") && !!content.data && !deleted_at;

const keptWhole = ({ content, deleted_at }: MessageView): boolean =>
  (content.kind === "unsupported" || content.kind === "order") && !deleted_at;

/** Stickers stand alone, without a ground. */
const isBare = ({ content, deleted_at }: MessageView): boolean => content.kind === "sticker" && !deleted_at;

/** Who of us wrote; one's own name is not news. */
function From({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const { kind, id, name } = message.author;
  if (kind === "bot") {
    return (
      <span className={css.from}>
        <IconRobot size={14} /> {name || t("message.bot")}
      </span>
    );
  }
  if (id === me.id) return null;
  return <span className={css.from}>{name || t("someone")}</span>;
}

function Meta({ message, pending }: { message: MessageView; pending: boolean }) {
  const { t, i18n } = useTranslation();
  const at = message.sent_at ?? message.at;
  return (
    <span className={css.meta}>
      {message.edited_at && (
        <span title={exactWithSeconds(message.edited_at, i18n.language)}>{t("message.edited")}</span>
      )}
      <time dateTime={at} title={exactWithSeconds(at, i18n.language)}>
        {clock(at, i18n.language)}
      </time>
      {message.author.kind !== "contact" && <Delivery message={message} pending={pending} />}
    </span>
  );
}
