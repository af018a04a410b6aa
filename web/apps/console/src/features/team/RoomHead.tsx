import { Button, Menu, Modal } from "@mantine/core";
import { IconDots, IconDoorExit, IconPencil, IconUserMinus, IconUserPlus } from "@tabler/icons-react";
import type { TeamRoomView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { canManage, useColleagues, usePresence } from "../../app/workspace";
import { changeGroup, leaveGroup } from "../../commands/team";
import { IconButton } from "../../ui/IconButton";
import { show } from "./dock";
import { useNames } from "./names";
import { People } from "./People";
import css from "./RoomHead.module.css";
import { RoomFace } from "./RoomList";

type Asked = "" | "rename" | "add" | "remove" | "leave";

export function RoomHead({ room }: { room: TeamRoomView }) {
  const { t } = useTranslation();
  const names = useNames();
  const [asked, setAsked] = useState<Asked>("");
  const close = () => setAsked("");
  return (
    <>
      <RoomFace room={room} />
      <div className={css.words}>
        <h2 className={css.name}>{names.room(room)}</h2>
        <p className={css.detail}>{useDetail(room)}</p>
      </div>
      {room.kind === "group" && (
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <IconButton label={t("team.manage")}>
              <IconDots size={18} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUserPlus size={16} />} onClick={() => setAsked("add")}>
              {t("team.add")}
            </Menu.Item>
            {(room.created_by === names.me.id || canManage(names.me)) && (
              <Menu.Item leftSection={<IconUserMinus size={16} />} onClick={() => setAsked("remove")}>
                {t("team.removePeople")}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setAsked("rename")}>
              {t("team.rename")}
            </Menu.Item>
            <Menu.Item leftSection={<IconDoorExit size={16} />} onClick={() => setAsked("leave")}>
              {t("team.leave")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asked === "rename" && <Rename room={room} close={close} />}
      {asked === "add" && <Add room={room} close={close} />}
      {asked === "remove" && <Remove room={room} close={close} />}
      {asked === "leave" && <Leave room={room} close={close} />}
    </>
  );
}

function useDetail(room: TeamRoomView): string {
  const { t } = useTranslation();
  const names = useNames();
  const presence = usePresence(names.other(room));
  if (room.kind === "direct") return t(`presence.${presence}`);
  const count = room.kind === "everyone" ? names.others(room).length + 1 : (room.members ?? []).length;
  return t("team.members", { count });
}

interface Props {
  room: TeamRoomView;
  close(): void;
}

function Ask({ title, label, ready, run, close, children }: {
  title: string;
  label: string;
  ready: boolean;
  run(): Promise<unknown>;
  close(): void;
  children: React.ReactNode;
}) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const done = await run();
    setBusy(false);
    if (done !== null) close();
  };
  return (
    <Modal opened onClose={close} title={title} size="sm" closeButtonProps={{ "aria-label": t("close") }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        <div className={css.buttons}>
          <Button variant="default" onClick={close}>
            {t("team.cancel")}
          </Button>
          <Button type="submit" loading={busy} disabled={!ready}>
            {label}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Rename({ room, close }: Props) {
  const { t } = useTranslation();
  const { me } = useNames();
  const [name, setName] = useState(room.name ?? "");
  const run = () => changeGroup(room.id, { name }, me.id);
  return (
    <Ask title={t("team.rename")} label={t("team.save")} ready={name.trim() !== ""} run={run} close={close}>
      <label className={css.label}>
        {t("team.groupName")}
        <input data-autofocus className={css.input} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      </label>
    </Ask>
  );
}

function Add({ room, close }: Props) {
  const { t } = useTranslation();
  const { me } = useNames();
  const [chosen, setChosen] = useState<string[]>([]);
  const run = () => changeGroup(room.id, { add: chosen }, me.id);
  return (
    <Ask title={t("team.add")} label={t("team.add")} ready={chosen.length > 0} run={run} close={close}>
      <People chosen={chosen} change={setChosen} without={room.members ?? []} empty={t("team.allIn")} />
    </Ask>
  );
}

/** For who made the group, and for administrators in it. */
function Remove({ room, close }: Props) {
  const { t } = useTranslation();
  const { me } = useNames();
  const agents = useColleagues();
  const [chosen, setChosen] = useState<string[]>([]);
  const run = () => changeGroup(room.id, { remove: chosen }, me.id);
  const strangers = agents.filter(({ id }) => !(room.members ?? []).includes(id)).map(({ id }) => id);
  return (
    <Ask title={t("team.removePeople")} label={t("team.removePeople")} ready={chosen.length > 0} run={run} close={close}>
      <People chosen={chosen} change={setChosen} without={strangers} empty={t("team.nobody")} />
    </Ask>
  );
}

function Leave({ room, close }: Props) {
  const { t } = useTranslation();
  const { me } = useNames();
  const run = async () => {
    const left = await leaveGroup(room, me.id);
    if (left) show({ name: "rooms" });
    return left;
  };
  return (
    <Ask title={t("team.leave")} label={t("team.leave")} ready run={run} close={close}>
      <p>{t("team.leaveAsk", { name: room.name })}</p>
    </Ask>
  );
}
