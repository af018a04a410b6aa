import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { TagView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/lists";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import css from "./TagsPage.module.css";
import { refetchTags } from "./TagsPage";

/** Says how much carries the tag before it is gone. */
export function DeleteTag({ tag, close }: { tag: TagView; close(): void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await api.removeTag(tag.id);
      await refetchTags();
      toast({ tone: "good", text: t("lists.tagsPage.deleted") });
      close();
    } catch (error) {
      toast({ tone: "bad", text: sayWhy(error) });
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} size="sm" title={t("lists.tagsPage.deleteTitle", { name: tag.name })} closeButtonProps={{ "aria-label": t("close") }}>
      <p className={css.use}>
        <Use id={tag.id} />
      </p>
      <div className={css.buttons}>
        <span className={css.gap} />
        <Button variant="default" size="sm" onClick={close}>
          {t("lists.tagsPage.cancel")}
        </Button>
        <Button color="red" size="sm" loading={busy} onClick={() => void remove()}>
          {t("lists.tagsPage.delete")}
        </Button>
      </div>
    </Modal>
  );
}

function Use({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ["tag-use", id], queryFn: () => api.tagUse(id), gcTime: 0 });
  if (error) return sayWhy(error);
  if (!data) return t("lists.tagsPage.counting");
  const key = data.more ? "lists.tagsPage.deleteUseMore" : "lists.tagsPage.deleteUse";
  return t(key, { count: data.conversations });
}
