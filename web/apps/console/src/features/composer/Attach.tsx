import { Menu, Modal } from "@mantine/core";
import { IconAddressBook, IconFile, IconPaperclip } from "@tabler/icons-react";
import type { ContactCard } from "@tertulia/protocol";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/IconButton";

const ContactCardForm = lazy(async () => ({ default: (await import("./ContactCardForm")).ContactCardForm }));

/** Files, or somebody's contact card. */
export function Attach({ attach, addCard }: { attach(files: File[]): void; addCard(card: ContactCard): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [writing, setWriting] = useState(false);
  const take = (card: ContactCard) => {
    setWriting(false);
    addCard(card);
  };
  return (
    <>
      <Menu position="top-start">
        <Menu.Target>
          <IconButton label={t("composer.attach")} data-testid="attach">
            <IconPaperclip size={19} stroke={1.8} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFile size={16} />} onClick={() => input.current?.click()}>
            {t("compose.files")}
          </Menu.Item>
          <Menu.Item leftSection={<IconAddressBook size={16} />} onClick={() => setWriting(true)}>
            {t("kind.contact")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={writing}
        onClose={() => setWriting(false)}
        title={t("kind.contact")}
        size={380}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Suspense fallback={null}>{writing && <ContactCardForm add={take} />}</Suspense>
      </Modal>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="file-input"
        onChange={(event) => {
          attach([...(event.target.files ?? [])]);
          event.target.value = ""; // the same file may be chosen again
        }}
      />
    </>
  );
}
