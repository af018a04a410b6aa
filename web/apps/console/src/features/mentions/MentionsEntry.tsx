import { IconAt } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useRoute } from "wouter";
import { unreadMentions } from "../../live/mentions";
import { useLive } from "../../live/store";
import css from "../inbox/Sidebar.module.css";
import own from "./MentionsEntry.module.css";

const MOST = 50; // of the newest that are looked at

/** The sidebar's way to the notes that name me. */
export function MentionsEntry() {
  const { t } = useTranslation();
  const [here] = useRoute("/mentions/*?");
  const unread = useLive((state) => unreadMentions(state.mentions).length);
  const shown = unread >= MOST ? `${MOST}+` : String(unread);
  return (
    <li>
      <Link href="/mentions" className={css.entry} aria-current={here ? "page" : undefined} data-testid="view-mentions">
        <IconAt size={17} stroke={1.8} aria-hidden="true" />
        <span className={css.name}>{t("desk.mention.view")}</span>
        {unread > 0 && (
          <span className={own.badge} aria-label={t("desk.mention.unread", { count: unread })} role="img">
            {shown}
          </span>
        )}
      </Link>
    </li>
  );
}
