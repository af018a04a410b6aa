import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconAddressBook, IconBolt, IconChevronRight, IconPaperclip, IconPlus, IconSearch } from "@tabler/icons-react";
import type { QuickResponseView } from "@tertulia/protocol";
import { useState } from "react";
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch, useLocation } from "wouter";
import { useReplies } from "../../live/replies";
import { findReplies } from "../../rules/replies";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import settings from "../settings/Settings.module.css";
import { Editor } from "./Editor";
import css from "./Replies.module.css";

/** Quick responses in the settings: the shared ones and one's own. */
export default function RepliesPage() {
  return (
    <Switch>
      <Route path="/settings/replies" component={RepliesList} />
      <Route path="/settings/replies/:id">{({ id }) => <Opened key={id} id={id} />}</Route>
    </Switch>
  );
}

type Whose = "all" | "shared" | "own";

function RepliesList() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [query, setQuery] = useState("");
  const [whose, setWhose] = useState<Whose>("all");
  const { data, error, refetch } = useReplies();
  const add = () => go("/settings/replies/new");
  const of = (data ?? []).filter(({ shared }) => whose === "all" || shared === (whose === "shared"));
  const found = findReplies(of, query);
  return (
    <>
      <header className={settings.head}>
        <div>
          <h1>{t("compose.replies.title")}</h1>
          <p className={settings.lead}>{t("compose.replies.lead")}</p>
        </div>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add}>
          {t("compose.replies.add")}
        </Button>
      </header>
      {error && !data && <Failed title={t("compose.replies.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <RowSkeletons count={4} />}
      {data?.length === 0 && (
        <Empty
          icon={<IconBolt size={22} />}
          title={t("compose.quick.none")}
          text={t("compose.replies.noneText")}
          action={{ label: t("compose.replies.add"), run: add }}
        />
      )}
      {data && data.length > 0 && (
        <>
          <div className={css.filter}>
            <TextInput
              className={css.search}
              leftSection={<IconSearch size={16} />}
              placeholder={t("compose.replies.search")}
              aria-label={t("compose.replies.search")}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
            <SegmentedControl
              aria-label={t("compose.replies.whose")}
              value={whose}
              onChange={(value) => setWhose(value as Whose)}
              data={(["all", "shared", "own"] as const).map((value) => ({ value, label: t(`compose.replies.${value}`) }))}
            />
          </div>
          {found.length === 0 ? (
            <p className={css.nothing}>{t("palette.nothing")}</p>
          ) : (
            <ul className={settings.cards} data-testid="replies">
              {found.map((one) => (
                <li key={one.id}>
                  <Card one={one} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}

function Card({ one }: { one: QuickResponseView }) {
  const { t } = useTranslation();
  const files = (one.media ?? []).length;
  return (
    <Link href={`/settings/replies/${one.id}`} className={settings.card} data-testid="reply-card">
      <span className={settings.words}>
        <strong className={css.name}>
          <span className={css.code}>/{one.code}</span> <span className={css.title}>{one.name}</span>
        </strong>
        <span className={css.text}>{one.text || (one.media ?? []).map(({ name }) => name).join(", ")}</span>
      </span>
      {files > 0 && <IconPaperclip size={16} className={settings.chevron} aria-label={t("compose.quick.files", { count: files })} />}
      {(one.contacts ?? []).length > 0 && <IconAddressBook size={16} className={settings.chevron} aria-label={t("kind.contact")} />}
      <span className={css.whose}>{t(one.shared ? "compose.replies.shared" : "compose.replies.own")}</span>
      <IconChevronRight size={18} className={settings.chevron} />
    </Link>
  );
}

function Opened({ id }: { id: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { data, error, refetch } = useReplies();
  const one = data?.find((held) => held.id === id);
  if (id === "new") return <Editor />;
  if (error && !data) return <Failed title={t("compose.replies.failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <RowSkeletons count={4} />;
  if (one) return <Editor held={one} />;
  return (
    <Empty
      icon={<IconBolt size={22} />}
      title={t("error.notFound")}
      action={{ label: t("compose.replies.title"), run: () => go("/settings/replies") }}
    />
  );
}
