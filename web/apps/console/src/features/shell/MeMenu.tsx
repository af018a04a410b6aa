import { Menu, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconChecklist,
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconVolume,
  IconVolumeOff,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { client } from "../../api/session";
import { canManage, usePresence, useWorkspace } from "../../app/workspace";
import { chooseMyLanguage } from "../../commands/chooseMyLanguage";
import { setPresence } from "../../commands/setPresence";
import { LANGUAGES, type Language } from "../../i18n";
import { soundOn } from "../../live/chime";
import { Avatar } from "../../ui/Avatar";
import { usePreference } from "../../ui/preference";
import css from "./MeMenu.module.css";

const PRESENCES = ["online", "away", "busy"] as const;

export function MeMenu({ onKeys }: { onKeys(): void }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const presence = usePresence(me);
  const [, go] = useLocation();
  return (
    <Menu position="right-end" width={240} closeOnItemClick>
      <Menu.Target>
        <button
          type="button"
          className={css.button}
          aria-label={`${me.name}, ${t(`presence.${presence}`)}. ${t("nav.me")}`}
          data-testid="me-menu"
        >
          <Avatar name={me.name} id={me.id} presence={presence} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={css.who}>
          <strong>{me.name}</strong>
          <span>{me.email}</span>
        </div>
        <Menu.Divider />
        <Menu.Label>{t("presence.label")}</Menu.Label>
        {PRESENCES.map((wanted) => (
          <Menu.Item
            key={wanted}
            leftSection={<span className={css.dot} data-presence={wanted} />}
            rightSection={wanted === presence ? <IconCheck size={16} /> : null}
            onClick={() => void setPresence(me.id, wanted)}
          >
            {t(`presence.${wanted}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Appearance />
        <Sound />
        <Languages />
        <Menu.Divider />
        {canManage(me) && (
          <Menu.Item leftSection={<IconChecklist size={16} />} onClick={() => go("/start")}>
            {t("start.menu")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconKeyboard size={16} />} rightSection={<kbd className={css.key}>?</kbd>} onClick={onKeys}>
          {t("me.shortcuts")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void client.signOut()}>
          {t("me.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const SCHEMES = [
  { scheme: "auto", Icon: IconDeviceDesktop },
  { scheme: "light", Icon: IconSun },
  { scheme: "dark", Icon: IconMoon },
] as const satisfies { scheme: MantineColorScheme; Icon: typeof IconSun }[];

function Appearance() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconMoon size={16} />}>{t("me.theme")}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {SCHEMES.map(({ scheme, Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} />}
            rightSection={scheme === colorScheme ? <IconCheck size={16} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`me.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

function Sound() {
  const { t } = useTranslation();
  const [on, setOn] = usePreference(soundOn);
  return (
    <Menu.Item
      closeMenuOnClick={false}
      role="menuitemcheckbox"
      aria-checked={on}
      leftSection={on ? <IconVolume size={16} /> : <IconVolumeOff size={16} />}
      rightSection={on ? <IconCheck size={16} /> : null}
      onClick={() => setOn(!on)}
    >
      {t("me.sound")}
    </Menu.Item>
  );
}

function Languages() {
  const { t, i18n } = useTranslation();
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconLanguage size={16} />}>{t("me.language")}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {Object.entries(LANGUAGES).map(([language, name]) => (
          <Menu.Item
            key={language}
            lang={language}
            rightSection={language === i18n.language ? <IconCheck size={16} /> : null}
            onClick={() => void chooseMyLanguage(language as Language)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
