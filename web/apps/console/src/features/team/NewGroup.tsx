import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { createGroup, newClientId } from "../../commands/team";
import { showRoom } from "./dock";
import css from "./Forms.module.css";
import { useNames } from "./names";
import { People } from "./People";

export function NewGroup() {
  const { t } = useTranslation();
  const { me } = useNames();
  const id = useRef(newClientId()); // a repeat after a lost answer makes no second group
  const [name, setName] = useState("");
  const [members, setMembers] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const create = async () => {
    setBusy(true);
    const room = await createGroup(id.current, name, members, me.id);
    setBusy(false);
    if (room) showRoom(room.id);
  };
  return (
    <form
      className={`${css.form} scroll`}
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <label className={css.label}>
        {t("team.groupName")}
        <input autoFocus className={css.input} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      </label>
      <div className={css.label}>
        {t("team.groupMembers")}
        <People chosen={members} change={setMembers} empty={t("team.nobodyText")} />
      </div>
      <Button type="submit" loading={busy} disabled={!name.trim() || members.length === 0}>
        {t("team.create")}
      </Button>
    </form>
  );
}
