import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api/visits";
import { Confirm } from "../../ui/Confirm";
import { toast } from "../../ui/toasts";
import { refetchInvitations } from "./useInvitations";

export function RemoveInvitation({ id, list }: { id: string; list: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    await api.removeInvitation(id);
    toast({ tone: "good", text: t("invitations.removed") });
    go(list);
    await refetchInvitations();
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("invitations.removeIt")}
      </Button>
      {asking && (
        <Confirm
          title={t("invitations.removeAsk")}
          text={t("invitations.removeText")}
          yes={t("invitations.removeIt")}
          danger
          run={remove}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}
