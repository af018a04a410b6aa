import { Menu, Popover } from "@mantine/core";
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
  return (
    <>
      <Popover opened={writing} onChange={setWriting} position="top-start" width={300} trapFocus returnFocus>
        <Popover.Target>
          <span>
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
          </span>
        </Popover.Target>
        <Popover.Dropdown p={12} aria-label={t("kind.contact")}>
          {writing && (
            <Suspense fallback={null}>
              <ContactCardForm
                add={(card) => {
                  setWriting(false);
                  addCard(card);
                }}
              />
            </Suspense>
          )}
        </Popover.Dropdown>
      </Popover>
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
