import { IconAlertCircle, IconClock } from "@tabler/icons-react";
import type { TeamMessageView, TeamRoomView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { discardInRoom, retryInRoom } from "../../commands/team";
import type { TeamPending } from "../../live/team";
import { clock, exactWithSeconds } from "../../rules/time";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { Face } from "./Face";
import { LineEditor } from "./LineEditor";
import css from "./Line.module.css";
import { LineMenu } from "./LineMenu";
import { Mentioned } from "./Mentioned";
import { useNames } from "./names";
import { TeamFiles } from "./TeamFiles";

interface Props {
  room: TeamRoomView;
  message: TeamMessageView;
  first: boolean;
}

export function Line({ room, message, first }: Props) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const [editing, setEditing] = useState(false);
  const mine = message.author_id === names.me.id;
  const name = names.person(message.author_id, message.author_name);
  const calls = (message.mentions ?? []).includes(names.me.id);
  return (
    <article className={css.line} data-mine={mine || undefined} aria-label={name} data-testid="team-line">
      {!mine && <span className={css.face}>{first && <Face agent={names.agent(message.author_id)} name={name} />}</span>}
      <div className={css.column}>
        {first && (
          <p className={css.meta}>
            {!mine && <strong>{name}</strong>}
            <time dateTime={message.at} title={exactWithSeconds(message.at, i18n.language)}>
              {clock(message.at, i18n.language)}
            </time>
          </p>
        )}
        {editing ? (
          <LineEditor room={room.id} message={message} close={() => setEditing(false)} />
        ) : (
          <div className={css.bubble} data-calls={calls || undefined} data-deleted={!!message.deleted_at || undefined}>
            {message.deleted_at ? t("team.deleted") : <Body message={message} />}
            {message.edited_at && !message.deleted_at && <span className={css.edited}>{t("team.edited")}</span>}
          </div>
        )}
      </div>
      {mine && !message.deleted_at && !editing && <LineMenu room={room.id} message={message} edit={() => setEditing(true)} />}
    </article>
  );
}

function Body({ message }: { message: Pick<TeamMessageView, "text" | "media" | "card" | "room_id" | "mentions"> }) {
  return (
    <>
      {message.text && <Mentioned text={message.text} mentions={message.mentions ?? []} />}
      {!!message.media?.length && <TeamFiles room={message.room_id} media={message.media} />}
      {message.card && <Card card={message.card} />}
    </>
  );
}

function Card({ card }: { card: NonNullable<TeamMessageView["card"]> }) {
  const { t } = useTranslation();
  const name = card.contact_name || t("visitor");
  return (
    <Link href={`/inbox/all/open/${card.conversation_id}`} className={css.card} data-testid="team-card">
      <ChannelGlyph kind={card.channel_kind ?? ""} />
      <span className={css.cardWords}>
        <strong>{name}</strong>
        <span>{t("team.openConversation")}</span>
      </span>
    </Link>
  );
}

export function EventLine({ message }: { message: TeamMessageView }) {
  const { t } = useTranslation();
  const names = useNames();
  const who = names.person(message.author_id, message.author_name);
  const about = (message.about ?? []).map((id) => names.person(id)).join(", ");
  return <p className={css.event}>{t(`team.${message.event as "added"}`, { who, about, name: message.text })}</p>;
}

/** What its author sees before it is stored. */
export function PendingLine({ room, entry }: { room: TeamRoomView; entry: TeamPending }) {
  const { t } = useTranslation();
  const { me } = useNames();
  const { body, state, reason } = entry;
  const again = () => retryInRoom(room.id, body.client_id, me.id);
  return (
    <article className={css.line} data-mine data-pending={state} aria-label={me.name} data-testid="team-line">
      <div className={css.column}>
        <div className={css.bubble}>
          <Body message={{ text: body.text, media: body.media, mentions: body.mentions, room_id: room.id, card: null }} />
        </div>
        {state !== "sending" && (
          <p className={css.state} data-state={state}>
            {state === "waiting" ? <IconClock size={13} /> : <IconAlertCircle size={13} />}
            <span>{state === "waiting" ? t("team.waiting") : t("team.notSent", { reason })}</span>
            {state === "failed" && (
              <>
                <button type="button" onClick={again}>
                  {t("team.again")}
                </button>
                <button type="button" onClick={() => discardInRoom(room.id, body.client_id, me.id)}>
                  {t("team.discard")}
                </button>
              </>
            )}
          </p>
        )}
      </div>
    </article>
  );
}
