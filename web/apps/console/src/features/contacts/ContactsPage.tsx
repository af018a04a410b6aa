import "./library";
import { Button, Menu, SegmentedControl, TextInput } from "@mantine/core";
import { IconDots, IconDownload, IconPlus, IconSearch, IconUpload, IconUsers } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { canManage, useWorkspace } from "../../app/workspace";
import { startExport } from "../../commands/jobs";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { RowSkeletons } from "../../ui/Skeleton";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { hasWords, useSettled } from "../search/useSearch";
import { ContactDrawer } from "./ContactDrawer";
import css from "./ContactsPage.module.css";
import { ContactTable } from "./ContactTable";
import { JobBars } from "./JobBars";
import { contactSort, useContacts } from "./useContacts";
import { usePreference } from "../../ui/preference";

const NewContact = lazy(() => import("./NewContact"));
const ImportDialog = lazy(() => import("./ImportDialog"));

export default function ContactsPage({ contact }: { contact: string }) {
  const [, go] = useLocation();
  const [text, setText] = useState("");
  const [layer, setLayer] = useState<"" | "new" | "import">("");
  const query = useSettled(text.trim());
  return (
    <div className={css.page} data-open={contact !== "" || undefined} data-testid="contacts">
      <main className={css.list}>
        <Head text={text} setText={setText} show={setLayer} />
        <JobBars />
        <Shown query={query} selected={contact} add={() => setLayer("new")} />
      </main>
      {contact && <ContactDrawer key={contact} id={contact} close={() => go("/contacts")} />}
      <Suspense fallback={null}>
        {layer === "new" && <NewContact close={() => setLayer("")} done={(id) => go(`/contacts/${id}`)} />}
        {layer === "import" && <ImportDialog close={() => setLayer("")} />}
      </Suspense>
    </div>
  );
}

interface HeadProps {
  text: string;
  setText(text: string): void;
  show(layer: "new" | "import"): void;
}

function Head({ text, setText, show }: HeadProps) {
  const { t } = useTranslation();
  const [sort, setSort] = usePreference(contactSort);
  return (
    <header className={css.head}>
      <h1>{t("contacts.title")}</h1>
      <TextInput
        className={css.filter}
        type="search"
        leftSection={<IconSearch size={16} />}
        value={text}
        maxLength={200}
        placeholder={t("contacts.filter")}
        aria-label={t("contacts.filter")}
        onChange={(event) => setText(event.target.value)}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("contacts.sort")}
        value={sort}
        disabled={hasWords(text)}
        onChange={(wanted) => setSort(wanted as "name" | "newest")}
        data={[
          { value: "newest", label: t("contacts.sortBy.newest") },
          { value: "name", label: t("contacts.sortBy.name") },
        ]}
      />
      <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => show("new")}>
        {t("contacts.add")}
      </Button>
      <More importFile={() => show("import")} />
    </header>
  );
}

function More({ importFile }: { importFile(): void }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  if (!canManage(me)) return null;
  const exportAll = () =>
    void startExport().catch((error) => toast({ tone: "bad", text: sayWhy(error) }));
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <IconButton label={t("contacts.more")} data-testid="contacts-more">
          <IconDots size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUpload size={16} />} onClick={importFile}>
          {t("contacts.importTitle")}
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={exportAll}>
          {t("contacts.exportTitle")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Shown({ query, selected, add }: { query: string; selected: string; add(): void }) {
  const { t } = useTranslation();
  const fetched = useContacts(query);
  const { contacts, isPending, error, refetch } = fetched;
  if (error && contacts.length === 0) {
    return <Failed title={t("contacts.failed")} error={error} retry={() => void refetch()} />;
  }
  if (isPending) {
    return (
      <>
        <p className="hidden-visually" role="status">{t("contacts.loading")}</p>
        <RowSkeletons count={10} />
      </>
    );
  }
  if (contacts.length > 0) return <ContactTable fetched={fetched} selected={selected} />;
  const icon = <IconUsers size={22} />;
  if (hasWords(query)) return <Empty icon={icon} title={t("contacts.noneFound", { query })} text={t("contacts.search.noneText")} />;
  return (
    <Empty
      icon={icon}
      title={t("contacts.none")}
      text={t("contacts.noneText")}
      action={{ label: t("contacts.add"), run: add }}
    />
  );
}
