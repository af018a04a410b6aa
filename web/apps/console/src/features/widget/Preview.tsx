import { SegmentedPair } from "./SegmentedPair";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WidgetConfig } from "@tertulia/protocol";
import css from "./Preview.module.css";

const PAUSE = 250; // ms after the last key

/** The real widget, on a page that talks to nobody, following what is being typed. */
export function Preview({ config }: { config: WidgetConfig }) {
  const { t } = useTranslation();
  const [device, setDevice] = useState<"desktop" | "phone">("desktop");
  const [theme, setTheme] = useState<"light" | "dark">("light");
  const [online, setOnline] = useState<"on" | "off">("on");
  const frame = useRef<HTMLIFrameElement>(null);
  const reply = t("site.previewReply");
  const look = JSON.stringify({ type: "tertulia.preview", config, theme, online: online === "on", reply });
  useFollowing(frame, look);
  return (
    <section className={css.preview} aria-label={t("site.preview")}>
      <div className={css.tools}>
        <SegmentedPair
          label={t("site.device")}
          value={device}
          choices={[
            { value: "desktop", label: t("site.desktop") },
            { value: "phone", label: t("site.phone") },
          ]}
          change={setDevice}
        />
        <SegmentedPair
          label={t("site.theme")}
          value={theme}
          choices={[
            { value: "light", label: t("me.light") },
            { value: "dark", label: t("me.dark") },
          ]}
          change={setTheme}
        />
        <SegmentedPair
          label={t("site.team")}
          value={online}
          choices={[
            { value: "on", label: t("presence.online") },
            { value: "off", label: t("presence.offline") },
          ]}
          change={setOnline}
        />
      </div>
      <div className={css.stage} data-device={device}>
        <iframe
          key={device}
          ref={frame}
          className={css.frame}
          src="/w/preview.html"
          title={t("site.preview")}
          data-testid="widget-preview"
        />
      </div>
      <p className={css.hint}>{t("site.previewHint")}</p>
    </section>
  );
}

/** Tells the frame what it is to look like: when it says that it is ready, and after each pause. */
function useFollowing(frame: React.RefObject<HTMLIFrameElement | null>, look: string): void {
  const newest = useRef(look);
  newest.current = look;
  const tell = () => frame.current?.contentWindow?.postMessage(JSON.parse(newest.current), location.origin);
  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent<{ type?: string }>) => {
      const ours = origin === location.origin && source === frame.current?.contentWindow;
      if (ours && data?.type === "tertulia.preview.ready") tell();
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, []);
  useEffect(() => {
    const later = setTimeout(tell, PAUSE);
    return () => clearTimeout(later);
  }, [look]);
}
