import { Button, Modal } from "@mantine/core";
import { IconAdjustments, IconArrowDown, IconArrowUp, IconDeviceFloppy, IconTrash, IconX } from "@tabler/icons-react";
import type { SavedView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api/lists";
import { canManage, useWorkspace } from "../../app/workspace";
import { queries } from "../../live/listFetch";
import type { ListKey } from "../../rules/lists";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { useViews } from "../views/useViews";
import css from "./ListHead.module.css";

const FilterDialog = lazy(() => import("../views/FilterDialog"));

/** What can be done with a filtered list: change it, keep it under a name, leave it. */
export function ViewTools({ list, saved }: { list: ListKey; saved?: SavedView }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { me } = useWorkspace();
  const [open, setOpen] = useState<"" | "edit" | "save" | "delete">("");
  const mine = !saved?.shared || canManage(me);
  return (
    <>
      {mine && (
        <IconButton label={t(saved ? "lists.editView" : "lists.editFilter")} onClick={() => setOpen("edit")} data-testid="edit-filter">
          <IconAdjustments size={18} />
        </IconButton>
      )}
      {!saved && (
        <IconButton label={t("lists.saveView")} onClick={() => setOpen("save")} data-testid="save-view">
          <IconDeviceFloppy size={18} />
        </IconButton>
      )}
      {saved && mine && <Order saved={saved} />}
      {saved && mine && (
        <IconButton label={t("lists.deleteView")} onClick={() => setOpen("delete")} data-testid="delete-view">
          <IconTrash size={18} />
        </IconButton>
      )}
      {!saved && (
        <IconButton label={t("lists.clearFilter")} onClick={() => go("/inbox/all/open")} data-testid="clear-filter">
          <IconX size={18} />
        </IconButton>
      )}
      {(open === "edit" || open === "save") && (
        <Suspense fallback={null}>
          <FilterDialog from={list} saved={saved} saving={open === "save" || saved !== undefined} close={() => setOpen("")} />
        </Suspense>
      )}
      {saved && open === "delete" && <Delete saved={saved} close={() => setOpen("")} />}
    </>
  );
}

/** Its place among the views of all, or among one's own. */
function Order({ saved }: { saved: SavedView }) {
  const { t } = useTranslation();
  const { data = [] } = useViews();
  const shelf = data.filter((view) => (view.shared ?? false) === (saved.shared ?? false));
  const at = shelf.findIndex((view) => view.id === saved.id);
  const move = async (position: number) => {
    try {
      await api.changeView(saved.id, { position });
      await queries.invalidateQueries({ queryKey: ["views"] });
    } catch (error) {
      toast({ tone: "bad", text: sayWhy(error) });
    }
  };
  if (shelf.length < 2) return null;
  return (
    <>
      <IconButton label={t("kept.viewUp")} disabled={at <= 0} onClick={() => void move(at - 1)} data-testid="view-up">
        <IconArrowUp size={18} />
      </IconButton>
      <IconButton label={t("kept.viewDown")} disabled={at === shelf.length - 1} onClick={() => void move(at + 1)} data-testid="view-down">
        <IconArrowDown size={18} />
      </IconButton>
    </>
  );
}

function Delete({ saved, close }: { saved: SavedView; close(): void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const remove = async () => {
    try {
      await api.removeView(saved.id);
      await queries.invalidateQueries({ queryKey: ["views"] });
      toast({ tone: "good", text: t("lists.viewDeleted") });
      close();
      go("/inbox/all/open");
    } catch (error) {
      toast({ tone: "bad", text: sayWhy(error) });
    }
  };
  return (
    <Modal opened onClose={close} title={t("lists.deleteView")} size="sm" closeButtonProps={{ "aria-label": t("close") }}>
      <p className={css.ask}>{t("lists.deleteViewAsk", { name: saved.name })}</p>
      <div className={css.answers}>
        <Button variant="default" size="sm" onClick={close}>
          {t("lists.tagsPage.cancel")}
        </Button>
        <Button color="red" size="sm" onClick={() => void remove()}>
          {t("lists.deleteView")}
        </Button>
      </div>
    </Modal>
  );
}
