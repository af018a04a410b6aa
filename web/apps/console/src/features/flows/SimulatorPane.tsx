import { IconListCheck, IconRefresh, IconX } from "@tabler/icons-react";
import { useReactFlow } from "@xyflow/react";
import { useEffect, useState } from "react";
import { IconButton } from "../../ui/IconButton";
import { mark, unmarkPath } from "./marks";
import { showPane } from "./state";
import { Details } from "./simulator/Details";
import { path } from "./simulator/model";
import { Phone } from "./simulator/Phone";
import css from "./simulator/Simulator.module.css";
import { useSimulator } from "./simulator/useSimulator";
import { KeepTest } from "./tests/KeepTest";
import { useToolWords } from "./toolWords";

const NEAR = 0.6; // zoom at which a card can be read

/** A phone in which one chats with the draft, while the path lights up on the canvas. */
export default function SimulatorPane() {
  const { t } = useToolWords();
  const simulator = useSimulator();
  const { simulation } = simulator;
  const { here } = path(simulation);
  const { getNode, getZoom, setCenter } = useReactFlow();
  useEffect(() => mark(path(simulation)), [simulation]);
  useEffect(() => {
    const node = here ? getNode(here) : undefined;
    if (!node) return;
    const { width = 240, height = 120 } = node.measured ?? {};
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const options = { zoom: Math.max(getZoom(), NEAR), duration: calm ? 0 : 140 };
    void setCenter(node.position.x + width / 2, node.position.y + height / 2, options);
  }, [here, getNode, getZoom, setCenter]);
  useEffect(() => unmarkPath, []);
  const [keeping, setKeeping] = useState(false);
  const keepable = simulation.state !== null && !simulator.busy && !simulator.why;
  return (
    <section className={css.pane} aria-label={t("sim.title")} data-testid="simulator">
      <header className={css.head}>
        <h2>{t("sim.title")}</h2>
        <IconButton label={t("tests.keep")} disabled={!keepable} active={keeping} onClick={() => setKeeping(!keeping)} data-testid="keep-test">
          <IconListCheck size={17} />
        </IconButton>
        <IconButton label={t("sim.restart")} onClick={simulator.restart} data-testid="sim-restart">
          <IconRefresh size={17} />
        </IconButton>
        <IconButton label={t("close")} onClick={() => showPane("form")} data-testid="sim-close">
          <IconX size={18} />
        </IconButton>
      </header>
      {keeping && keepable && <KeepTest simulator={simulator} close={() => setKeeping(false)} />}
      <Phone simulator={simulator} />
      <Details simulator={simulator} />
    </section>
  );
}
