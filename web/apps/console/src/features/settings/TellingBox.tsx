import { Switch } from "@mantine/core";
import type { ChannelView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import css from "./Settings.module.css";
import { useSetChannels, withChannel } from "./useChannels";

type Gesture = "seen" | "typing";
const MARKS_AS_SEEN = "whatsapp"; // there, typing tells that the message was read

/** Kinds of channel whose provider shows the contact what agents do besides writing. */
export const TELLING: readonly string[] = ["custom", "instagram", "messenger", "telegram", "vk", "whatsapp"];

/** What the provider may know of what agents do; each switch is stored at once. */
export function TellingBox({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const setChannels = useSetChannels();
  const [asked, setAsked] = useState<Partial<Record<Gesture, boolean>>>({}); // not confirmed yet
  const on = (gesture: Gesture): boolean => asked[gesture] ?? channel.settings?.[gesture] !== "off";
  const kind = t(`channel.${channel.kind}`);
  async function set(gesture: Gesture, wanted: boolean): Promise<void> {
    setAsked((held) => ({ ...held, [gesture]: wanted }));
    try {
      const changed = await api.changeChannel(channel.id, { settings: { [gesture]: wanted ? "on" : "off" } });
      setChannels(withChannel(changed));
    } catch (error) {
      toast({ tone: "bad", text: sayWhy(error) });
    }
    setAsked((held) => ({ ...held, [gesture]: undefined }));
  }
  return (
    <section className={css.box} data-testid="telling">
      <h2>{t("telling.title")}</h2>
      <p>{t("telling.lead", { channel: kind })}</p>
      <div className={css.form}>
        {(["seen", "typing"] as const).map((gesture) => {
          const silent = gesture === "typing" && channel.kind === MARKS_AS_SEEN && !on("seen");
          return (
            <Switch
              key={gesture}
              label={t(`telling.${gesture}`)}
              description={silent ? t("telling.typingMarks", { channel: kind }) : t(`telling.${gesture}Hint`)}
              checked={on(gesture) && !silent}
              disabled={silent}
              onChange={(event) => void set(gesture, event.currentTarget.checked)}
            />
          );
        })}
      </div>
    </section>
  );
}
