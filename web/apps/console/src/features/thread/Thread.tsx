import { useQuery } from "@tanstack/react-query";
import { IconGhost, IconMessages } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { ApiError } from "../../api/client";
import { useLive } from "../../live/store";
import { fetchConversation, viewing } from "../../live/sync";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { ThreadSkeleton } from "../../ui/Skeleton";
import { readMentions } from "../../commands/readMentions";
import { unreadIn } from "../../live/mentions";
import { useShortcuts } from "../../ui/shortcuts";
import { useEarlyAnswer, useNoAnswer } from "../composer/earlyAnswer";
import { BotBar } from "../bots/BotBar";
import { writeMention } from "../composer/drafts";
import { Composer } from "../composer/Composer";
import { askFor, useAskedDialog } from "./dialogs";
import { Messages } from "./Messages";
import { OfferBar } from "./OfferBar";
import css from "./Thread.module.css";
import { ThreadHead } from "./ThreadHead";
import { ThreadTags } from "./ThreadTags";
import { contactName } from "../../ui/contactName";

const TransferDialog = lazy(() => import("./TransferDialog"));

interface Props {
  id: string;
  close(): void;
  panelShown: boolean;
  togglePanel(): void;
}

export function Thread(props: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    viewing(props.id);
    return () => viewing("");
  }, [props.id]);
  if (props.id) return <OpenThread {...props} />;
  return <Empty icon={<IconMessages size={24} />} title={t("thread.pick")} text={t("thread.pickText")} />;
}

function OpenThread({ id, ...head }: Props) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { error, refetch } = useQuery({
    queryKey: ["conversation", id],
    queryFn: () => fetchConversation(id).then(() => true),
    staleTime: 0,
  });
  const loaded = useLive((state) => state.loaded[id] === true);
  const row = useLive((state) => state.rows[id]);
  useReadMentions(loaded ? id : "");
  useEarlyAnswer(id, !loaded && !error);
  useNoAnswer(id, !loaded && !!error);
  if (error && !loaded) {
    const gone = error instanceof ApiError && error.status === 404;
    if (!gone) return <Failed title={t("thread.failed")} error={error} retry={() => void refetch()} />;
    return (
      <Empty
        icon={<IconGhost size={22} />}
        title={t("thread.notFound")}
        text={t("thread.notFoundText")}
        action={{ label: t("thread.toInbox"), run: () => go("/") }}
      />
    );
  }
  return (
    <section className={css.thread} aria-label={t("thread.label", { name: contactName(row) })}>
      {row ? <ThreadHead row={row} {...head} /> : <header className={css.headSpace} />}
      {row && <ThreadTags row={row} />}
      {row && <OfferBar row={row} />}
      {row?.bot_id && <BotBar row={row} />}
      {row && loaded ? <Messages row={row} /> : <ThreadSkeleton />}
      {row && loaded && <Composer row={row} />}
      {row && <Dialogs row={row} />}
    </section>
  );
}

function Dialogs({ row }: { row: ConversationView }) {
  const asked = useAskedDialog();
  useShortcuts({ t: () => askFor("transfer"), "@": () => writeMention(row.id) });
  useEffect(() => () => askFor(""), []);
  return (
    <Suspense fallback={null}>
      {asked === "transfer" && <TransferDialog row={row} close={() => askFor("")} />}
    </Suspense>
  );
}

/** Notes that name me are read once their conversation is looked at. */
function useReadMentions(id: string): void {
  const waiting = useLive((state) => unreadIn(state.mentions, id));
  useEffect(() => {
    if (!waiting || !id) return;
    const look = () => {
      if (document.visibilityState === "visible") void readMentions(id);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [waiting, id]);
}
