import { IconArrowLeft, IconMinus, IconSpeakerphone, IconUsersPlus } from "@tabler/icons-react";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useTeam } from "../../live/teamSync";
import { IconButton } from "../../ui/IconButton";
import { Broadcasts } from "./Broadcasts";
import { minimise, show, useDock } from "./dock";
import { NewGroup } from "./NewGroup";
import { Room } from "./Room";
import { RoomHead } from "./RoomHead";
import { RoomList } from "./RoomList";
import css from "./TeamDock.module.css";

/** Floats over every screen; what it shows stays while one goes from page to page. */
export default function TeamDock() {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  const { view } = useDock();
  const room = useTeam((state) => (view.name === "room" ? state.rooms[view.room] : undefined));
  useEffect(() => {
    if (view.name === "rooms") box.current?.focus();
  }, [view.name]);
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    minimise();
    document.querySelector<HTMLElement>('[data-testid="team-button"]')?.focus();
  };
  return (
    <section ref={box} className={css.dock} role="dialog" aria-label={t("team.title")} tabIndex={-1} onKeyDown={keys} data-testid="team-dock">
      <div className={css.head}>
        {view.name !== "rooms" && (
          <IconButton label={t("team.back")} onClick={() => show({ name: "rooms" })}>
            <IconArrowLeft size={18} />
          </IconButton>
        )}
        {room ? <RoomHead room={room} /> : <Title />}
        <IconButton label={t("team.minimise")} onClick={minimise}>
          <IconMinus size={18} />
        </IconButton>
      </div>
      {view.name === "rooms" && <RoomList />}
      {view.name === "new" && <NewGroup />}
      {view.name === "news" && <Broadcasts />}
      {room && <Room key={room.id} room={room} />}
      {view.name === "room" && !room && <RoomList />}
    </section>
  );
}

function Title() {
  const { t } = useTranslation();
  const { view } = useDock();
  if (view.name === "new") return <h2 className={css.title}>{t("team.newGroup")}</h2>;
  if (view.name === "news") return <h2 className={css.title}>{t("team.broadcasts")}</h2>;
  return (
    <>
      <h2 className={css.title}>{t("team.title")}</h2>
      <IconButton label={t("team.newGroup")} onClick={() => show({ name: "new" })}>
        <IconUsersPlus size={18} />
      </IconButton>
      <IconButton label={t("team.broadcasts")} onClick={() => show({ name: "news" })}>
        <IconSpeakerphone size={18} />
      </IconButton>
    </>
  );
}
