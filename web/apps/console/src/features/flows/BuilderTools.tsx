import { Button, Menu } from "@mantine/core";
import { IconChartBar, IconCheck, IconDots, IconDownload, IconHistory, IconListCheck, IconPlayerPlay, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import * as api from "../../api/flowTools";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { countsOf } from "./FunnelOverlay";
import { forgetMarks, mark, unmarkCounts } from "./marks";
import { graphNow, showPane, useBuilder } from "./state";
import { useToolWords } from "./toolWords";
import { exportFlow } from "./Transfer";
import type { Problem } from "./types";
import { backToDraft, forgetViewing, useViewing } from "./viewing";
import css from "./BuilderTools.module.css";

const PublishDialog = lazy(() => import("./PublishDialog"));
const VersionsDrawer = lazy(() => import("./VersionsDrawer"));
const ImportDialog = lazy(() => import("./ImportDialog"));

type Layer = "" | "publish" | "versions" | "import";

/** The tools at the right of the bar: trying out, numbers, versions, files, publishing. */
export function BuilderTools(_: { problems: readonly Problem[] }) {
  const { t } = useToolWords();
  const [layer, setLayer] = useState<Layer>("");
  const pane = useBuilder((state) => state.pane);
  const readOnly = useBuilder((state) => state.readOnly);
  const published = useBuilder((state) => state.published);
  const changed = useBuilder((state) => state.changed);
  const { number: viewed } = useViewing();
  const close = () => setLayer("");
  useEffect(
    () => () => {
      forgetMarks();
      forgetViewing();
    },
    [],
  );
  return (
    <span className={css.tools}>
      <IconButton
        label={t("sim.try")}
        active={pane === "simulator"}
        onClick={() => showPane(pane === "simulator" ? "form" : "simulator")}
        data-testid="try-flow"
      >
        <IconPlayerPlay size={18} />
      </IconButton>
      <IconButton
        label={t("tests.title")}
        active={pane === "tests"}
        onClick={() => showPane(pane === "tests" ? "form" : "tests")}
        data-testid="flow-tests"
      >
        <IconListCheck size={18} />
      </IconButton>
      {published > 0 && <Numbers />}
      <IconButton label={t("versions.title")} onClick={() => setLayer("versions")} data-testid="flow-versions">
        <IconHistory size={18} />
      </IconButton>
      <Menu width={220}>
        <Menu.Target>
          <IconButton label={t("files.more")} data-testid="flow-more">
            <IconDots size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={exportFlow} data-testid="flow-export">
            {t("files.export")}
          </Menu.Item>
          {!readOnly && (
            <Menu.Item leftSection={<IconUpload size={16} />} onClick={() => setLayer("import")} data-testid="flow-import">
              {t("files.import")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {viewed > 0 && (
        <Button size="xs" variant="default" className={css.publish} onClick={backToDraft} data-testid="back-to-draft">
          {t("versions.back", { number: viewed })}
        </Button>
      )}
      {!readOnly && (
        <Button size="xs" className={css.publish} disabled={published > 0 && !changed} onClick={() => setLayer("publish")} data-testid="publish">
          {t(published > 0 && !changed ? "publish.upToDate" : "publish.action")}
        </Button>
      )}
      <Suspense fallback={null}>
        {layer === "publish" && <PublishDialog close={close} />}
        {layer === "versions" && <VersionsDrawer close={close} />}
        {layer === "import" && <ImportDialog close={close} />}
      </Suspense>
    </span>
  );
}

/** How many came to each node, of one version. */
function Numbers() {
  const { t } = useToolWords();
  const id = useBuilder((state) => state.id);
  const published = useBuilder((state) => state.published);
  const [shown, setShown] = useState(0);
  const [opened, setOpened] = useState(false);
  const { data = [] } = useQuery({
    queryKey: ["flow", id, "versions", published],
    queryFn: () => api.versions(id),
    enabled: opened,
    staleTime: 0,
  });
  useEffect(() => unmarkCounts, []);
  const show = async (number: number) => {
    setShown(number);
    if (!number) return unmarkCounts();
    try {
      mark({ counts: countsOf(await api.funnel(id, number), graphNow()) });
    } catch (error) {
      setShown(0);
      toast({ tone: "bad", text: sayWhy(error) });
    }
  };
  const numbers = data.length > 0 ? data.map((line) => line.number) : [published];
  return (
    <Menu width={230} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <IconButton label={t("funnel.title")} active={shown > 0} data-testid="flow-numbers">
          <IconChartBar size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown className={`${css.numbers} scroll`}>
        <Menu.Label>{t("funnel.of")}</Menu.Label>
        {numbers.map((number) => (
          <Menu.Item key={number} rightSection={number === shown ? <IconCheck size={16} /> : null} onClick={() => void show(number)}>
            {t("versions.one", { number })}
          </Menu.Item>
        ))}
        {shown > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => void show(0)}>{t("funnel.hide")}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
