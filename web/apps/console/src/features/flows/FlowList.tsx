import { Button, Menu, Switch } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconPlus, IconRoute, IconTemplate, IconTrash } from "@tabler/icons-react";
import type { FlowView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { Link, useLocation } from "wouter";
import { canManage, useAgent, useWorkspace } from "../../app/workspace";
import { Ago } from "../../ui/Ago";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { RowSkeletons } from "../../ui/Skeleton";
import css from "./FlowList.module.css";
import { duplicateFlow, newFlow, removeFlow, switchFlow } from "./changeFlows";
import { useFlows } from "./names";
import { triggerText } from "./triggerText";
import type { FlowTrigger } from "./types";
import { useWords } from "./words";

const Gallery = lazy(() => import("./Gallery"));

/** All flows of the account, and what each does. */
export function FlowList() {
  const { t } = useWords();
  const { me } = useWorkspace();
  const { data, error, refetch } = useFlows();
  const [gallery, setGallery] = useState(false);
  const manages = canManage(me);
  const add = useNew();
  return (
    <main className={`${css.page} scroll`}>
      <div className={css.column}>
        <header className={css.head}>
          <div>
            <h1>{t("list.title")}</h1>
            <p>{t("list.lead")}</p>
          </div>
          {manages && (
            <>
              <Button variant="default" size="sm" leftSection={<IconTemplate size={16} />} onClick={() => setGallery(true)} data-testid="from-gallery">
                {t("list.gallery")}
              </Button>
              <Button size="sm" leftSection={<IconPlus size={16} />} loading={add.busy} onClick={add.run} data-testid="new-flow">
                {t("list.new")}
              </Button>
            </>
          )}
        </header>
        {error && !data && <Failed title={t("list.failed")} error={error} retry={() => void refetch()} />}
        {!data && !error && <RowSkeletons count={4} />}
        {data?.length === 0 && (
          <Empty
            icon={<IconRoute size={22} />}
            title={t("list.none")}
            text={t("list.noneText")}
            action={manages ? { label: t("list.gallery"), run: () => setGallery(true) } : undefined}
          />
        )}
        {data && data.length > 0 && (
          <ul className={css.rows}>
            {data.map((flow) => (
              <Row key={flow.id} flow={flow} manages={manages} />
            ))}
          </ul>
        )}
      </div>
      <Suspense fallback={null}>{gallery && <Gallery close={() => setGallery(false)} />}</Suspense>
    </main>
  );
}

function useNew() {
  const { t } = useWords();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const run = () => {
    setBusy(true);
    void newFlow(t("list.newName"))
      .then((id) => id && go(`/flows/${id}`))
      .finally(() => setBusy(false));
  };
  return { busy, run };
}

function Row({ flow, manages }: { flow: FlowView; manages: boolean }) {
  const { t } = useWords();
  const names = useWorkspace();
  const author = useAgent(flow.updated_by);
  const triggers = (flow.triggers ?? []) as FlowTrigger[];
  const published = flow.published ?? 0;
  return (
    <li className={css.row} data-testid="flow-row">
      <Link href={`/flows/${flow.id}`} className={css.words}>
        <strong dir="auto">{flow.name}</strong>
        <span dir="auto">{triggers.length > 0 ? triggers.map((one) => triggerText(one, t, names)).join(" · ") : t("start.none")}</span>
      </Link>
      <span className={css.facts}>
        <span className={css.version} data-on={(published > 0 && flow.enabled) || undefined}>
          {published > 0 ? t("list.version", { number: published }) : t("list.draft")}
          {published > 0 && flow.changed ? ` · ${t("list.changed")}` : ""}
        </span>
        <span>
          {(flow.active ?? 0) > 0 && `${t("list.active", { count: flow.active })} · `}
          {flow.updated_at && <Ago at={flow.updated_at} />}
          {author && ` · ${author.name}`}
        </span>
      </span>
      {manages && <Actions flow={flow} />}
    </li>
  );
}

function Actions({ flow }: { flow: FlowView }) {
  const { t } = useWords();
  const [, go] = useLocation();
  const [removing, setRemoving] = useState(false);
  const published = (flow.published ?? 0) > 0;
  return (
    <>
      <Switch
        checked={flow.enabled && published}
        disabled={!published}
        aria-label={t("list.on", { name: flow.name })}
        title={published ? undefined : t("list.publishFirst")}
        onChange={(event) => void switchFlow(flow, event.currentTarget.checked)}
      />
      <Menu width={190}>
        <Menu.Target>
          <IconButton label={t("list.more", { name: flow.name })}>
            <IconDots size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => go(`/flows/${flow.id}`)}>
            {t("list.edit")}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => void duplicateFlow(flow, t("list.copyOf", { name: flow.name }))}>
            {t("list.duplicate")}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => setRemoving(true)}>
            {t("remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {removing && (
        <Confirm
          title={t("list.removeAsk", { name: flow.name })}
          text={t("list.removeText")}
          yes={t("remove")}
          danger
          run={() => removeFlow(flow)}
          close={() => setRemoving(false)}
        />
      )}
    </>
  );
}
