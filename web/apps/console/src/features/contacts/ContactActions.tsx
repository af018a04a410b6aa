import { Menu } from "@mantine/core";
import { IconArrowMerge, IconBan, IconDots, IconEraser, IconFileExport, IconLockOpen } from "@tabler/icons-react";
import type { ContactView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { takeOut } from "../../api/privacy";
import { canManage, useWorkspace } from "../../app/workspace";
import { blockContact } from "../../commands/blockContact";
import { followJob } from "../../live/jobs";
import { contactName } from "../../ui/contactName";
import { Confirm } from "../../ui/Confirm";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { useWords } from "../privacy/words";

const MergeDialog = lazy(() => import("./MergeDialog"));
const EraseDialog = lazy(() => import("../privacy/EraseDialog"));

/** What can be done with a contact as a whole. */
export function ContactActions({ contact }: { contact: ContactView }) {
  const { t } = useWords();
  const { me } = useWorkspace();
  const [layer, setLayer] = useState<"" | "block" | "merge" | "erase">("");
  const name = contactName({ contact_id: contact.id, contact_name: contact.name ?? "" });
  const close = () => setLayer("");
  const set = async (blocked: boolean) => {
    await blockContact(contact, blocked);
    toast({ tone: "plain", text: t(blocked ? "contacts.blockDone" : "contacts.unblockDone", { name }) });
  };
  const unblock = () =>
    void set(false).catch((error) => toast({ tone: "bad", text: t("contacts.notSaved", { reason: sayWhy(error) }) }));
  const out = () =>
    void takeOut(contact.id).then(followJob, (error) => toast({ tone: "bad", text: sayWhy(error) }));
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <IconButton label={t("contacts.more")} data-testid="contact-actions">
            <IconDots size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={() => setLayer("merge")}>
            {t("contacts.merge")}
          </Menu.Item>
          {contact.blocked ? (
            <Menu.Item leftSection={<IconLockOpen size={16} />} onClick={unblock}>
              {t("contacts.unblock")}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconBan size={16} />} onClick={() => setLayer("block")}>
              {t("contacts.block")}
            </Menu.Item>
          )}
          {canManage(me) && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconFileExport size={16} />} onClick={out}>
                {t("privacy.takeOut")}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconEraser size={16} />} onClick={() => setLayer("erase")}>
                {t("privacy.erase")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {layer === "block" && (
        <Confirm
          title={t("contacts.blockAsk", { name })}
          text={t("contacts.blockText")}
          yes={t("contacts.block")}
          danger
          run={() => set(true)}
          close={close}
        />
      )}
      <Suspense fallback={null}>{layer === "merge" && <MergeDialog contact={contact} close={close} />}</Suspense>
      <Suspense fallback={null}>{layer === "erase" && <EraseDialog contact={contact} close={close} />}</Suspense>
    </>
  );
}
