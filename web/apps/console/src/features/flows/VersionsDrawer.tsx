import { Button, Drawer } from "@mantine/core";
import "@mantine/core/styles/Drawer.css";
import { useQuery } from "@tanstack/react-query";
import { IconArrowBackUp, IconEye, IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import * as api from "../../api/flowTools";
import { useWorkspace } from "../../app/workspace";
import { rollBackFlow } from "../../commands/flows";
import { exact } from "../../rules/time";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { withDefaults } from "./defaults";
import { useBuilder } from "./state";
import { useToolWords } from "./toolWords";
import { toast } from "../../ui/toasts";
import { lookAt, useDraftGraph } from "./viewing";
import { Diff } from "./versions/Diff";
import { diff } from "./versions/diff";
import css from "./versions/Versions.module.css";

/** What was published: by whom, when, why; how it differs; and the way back. */
export default function VersionsDrawer({ close }: { close(): void }) {
  const { t } = useToolWords();
  const id = useBuilder((state) => state.id);
  const published = useBuilder((state) => state.published);
  const { data, error, refetch } = useQuery({ queryKey: ["flow", id, "versions", published], queryFn: () => api.versions(id), staleTime: 0 });
  const [shown, setShown] = useState(0);
  return (
    <Drawer opened onClose={close} position="right" size={460} title={t("versions.title")} classNames={{ title: css.title }} closeButtonProps={{ "aria-label": t("close") }} data-testid="versions">
      <p className={css.lead}>{t("publish.running")}</p>
      {error && !data && <Failed title={t("versions.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <LineSkeletons />}
      {data?.length === 0 && <Empty icon={<IconHistory size={22} />} title={t("versions.none")} text={t("versions.noneText")} />}
      <ol className={css.versions}>
        {data?.map((line) => (
          <Version
            key={line.number}
            line={line}
            open={shown === line.number}
            toggle={() => setShown(shown === line.number ? 0 : line.number)}
            close={close}
          />
        ))}
      </ol>
    </Drawer>
  );
}

interface Props {
  line: api.VersionLine;
  open: boolean;
  toggle(): void;
  close(): void;
}

function Version({ line, open, toggle, close }: Props) {
  const { t, i18n } = useToolWords();
  const { agents } = useWorkspace();
  const published = useBuilder((state) => state.published);
  const current = line.current ?? line.number === published;
  const author = agents.find(({ id }) => id === line.author)?.name ?? "";
  return (
    <li className={css.version} data-testid="flow-version" data-current={current || undefined}>
      <button type="button" className={css.name} aria-expanded={open} onClick={toggle}>
        <strong>{t("versions.one", { number: line.number })}</strong>
        {current && <span className={css.current}>{t("versions.current")}</span>}
        <small>
          {author && `${author} · `}
          <time dateTime={line.at}>{exact(line.at, i18n.language)}</time>
        </small>
        {line.rolled_back_to > 0 && <span className={css.note}>{t("versions.again", { number: line.rolled_back_to })}</span>}
        {line.note && <span className={css.note} dir="auto">{line.note}</span>}
      </button>
      {open && <Opened line={line} current={current} close={close} />}
    </li>
  );
}

function Opened({ line, current, close }: { line: api.VersionLine; current: boolean; close(): void }) {
  const { t } = useToolWords();
  const id = useBuilder((state) => state.id);
  const graph = useDraftGraph();
  const [asking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ["flow", id, "version", line.number], queryFn: async () => withDefaults(await api.versionGraph(id, line.number)) });
  if (error) return <Failed title={t("versions.failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={2} />;
  const look = async () => {
    if (await lookAt(line.number, data)) close();
    else toast({ tone: "bad", text: t("publish.notKept") });
  };
  return (
    <div className={css.opened}>
      <h3>{t("versions.since")}</h3>
      <Diff diff={diff(data, graph)} />
      <span className={css.actions}>
      <Button size="compact-sm" variant="default" leftSection={<IconEye size={15} />} onClick={() => void look()} data-testid="look-at">
        {t("versions.look")}
      </Button>
      {!current && (
        <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size={15} />} onClick={() => setAsking(true)} data-testid="roll-back">
          {t("versions.rollBack")}
        </Button>
      )}
      </span>
      {asking && (
        <Confirm
          title={t("versions.rollBackTitle", { number: line.number })}
          text={t("versions.rollBackText")}
          yes={t("versions.rollBack")}
          run={() => rollBackFlow(line.number)}
          close={() => setAsking(false)}
        />
      )}
    </div>
  );
}
