import { Tooltip } from "@mantine/core";
import { IconPhoneCall, IconWorld } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useWorkspace } from "../../app/workspace";
import { useCalls } from "../../live/calls";
import { toDo } from "../../rules/callbacks";
import rail from "../shell/Rail.module.css";
import css from "./RailPlaces.module.css";

/** The live visitors; and callbacks, where a website has them or one is to be done. */
export function VisitPlaces() {
  const { t } = useTranslation();
  const { channels } = useWorkspace();
  const count = useCalls(({ calls }) => toDo(calls));
  const offered = channels.some((channel) => channel.settings?.callback === "on");
  return (
    <>
      <Place to="/visitors" label={t("visits.title")}>
        <IconWorld size={20} stroke={1.8} />
      </Place>
      {(offered || count > 0) && (
        <Place to="/callbacks" label={count ? t("calls.open", { count }) : t("calls.title")}>
          <IconPhoneCall size={20} stroke={1.8} />
          {count > 0 && <span className={css.badge}>{count > 99 ? "99+" : count}</span>}
        </Place>
      )}
    </>
  );
}

function Place({ to, label, children }: { to: string; label: string; children: ReactNode }) {
  const [location] = useLocation();
  return (
    <Tooltip label={label} position="right">
      <Link
        href={to}
        className={`${rail.place} ${css.place}`}
        aria-label={label}
        aria-current={location.startsWith(to) ? "page" : undefined}
      >
        {children}
      </Link>
    </Tooltip>
  );
}
