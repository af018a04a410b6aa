import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api/visits";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import settings from "../settings/Settings.module.css";
import { refetchInvitations } from "./useInvitations";

export function RemoveInvitation({ id, list }: { id: string; list: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await api.removeInvitation(id);
      toast({ tone: "good", text: t("invitations.removed") });
      go(list);
      await refetchInvitations();
    } catch (error) {
      toast({ tone: "bad", text: sayWhy(error) });
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("invitations.removeIt")}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("invitations.removeAsk")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <p>{t("invitations.removeText")}</p>
        <div className={settings.buttons}>
          <Button color="red" loading={busy} onClick={() => void remove()}>
            {t("invitations.removeIt")}
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t("invitations.keep")}
          </Button>
        </div>
      </Modal>
    </>
  );
}
