import i18n from "i18next";
import { useCallback, useRef, useState } from "react";
import * as api from "../../../api/flowTools";
import { sayWhy } from "../../../ui/sayWhy";
import { graphNow, useBuilder } from "../state";
import type { Graph } from "../types";
import { fresh, spoken, stepped, waitedSeconds, type Simulation } from "./model";
import { givenOf } from "./given";
import type { Given, SimEvent } from "./types";

/** What is so around the made person. at: when it began, in ISO; "" = now. */
export interface World extends Pick<api.World, "hours" | "agents_online"> {
  at: string;
}

export interface Simulator {
  simulation: Simulation;
  busy: boolean;
  why: string; // the last step failed; '' = it did not
  graph: Graph | null; // as it was when this conversation began
  given: readonly Given[]; // what came in, for a test that is kept
  world: World;
  setWorld(change: Partial<World>): void;
  send(event: SimEvent): void;
  retry(): void;
  restart(): void;
}

/** Steps go one after another: what is sent while the bot answers is handled next. */
export function useSimulator(): Simulator {
  const [shown, setShown] = useState<Simulation>(fresh);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  const [graph, setGraph] = useState<Graph | null>(null);
  const [world, setWorld] = useState<World>({ hours: "open", agents_online: 1, at: "" });
  const [given, setGiven] = useState<readonly Given[]>([]);
  const now = useRef({ simulation: fresh, waiting: [] as SimEvent[], running: false, round: 0, seconds: 0 });
  const around = useRef(world);
  around.current = world;

  const run = useCallback(async () => {
    const here = now.current;
    if (here.running) return;
    const { round } = here;
    here.running = true;
    setBusy(true);
    setWhy("");
    try {
      for (let event = here.waiting[0]; event; event = here.waiting[0]) {
        const { at, ...world } = around.current;
        const began = at ? Date.parse(at) : Date.now();
        if (event.type === "timer_fired") here.seconds += waitedSeconds(here.simulation, began + here.seconds * 1000);
        const { seconds } = here;
        const told = { ...world, ...(at ? { at } : {}), seconds, language: i18n.language };
        const before = here.simulation;
        const step = await api.simulate(useBuilder.getState().id, graphNow(), before.state, event, told);
        if (round !== now.current.round) return;
        here.waiting.shift();
        here.simulation = stepped(spoken(before, event), step);
        setShown(here.waiting.reduce(spoken, here.simulation));
        const came = givenOf(event);
        setGiven((all) => [...all, came]);
      }
    } catch (error) {
      if (round === now.current.round) setWhy(sayWhy(error));
    } finally {
      if (round === now.current.round) {
        here.running = false;
        setBusy(false);
      }
    }
  }, []);

  const send = useCallback(
    (event: SimEvent) => {
      const here = now.current;
      if (!here.simulation.state && here.waiting.length === 0) setGraph(graphNow());
      here.waiting.push(event);
      setShown(here.waiting.reduce(spoken, here.simulation));
      void run();
    },
    [run],
  );

  const restart = useCallback(() => {
    now.current = { simulation: fresh, waiting: [], running: false, round: now.current.round + 1, seconds: 0 };
    setShown(fresh);
    setBusy(false);
    setWhy("");
    setGraph(null);
    setGiven([]);
  }, []);

  const change = useCallback((told: Partial<World>) => setWorld((before) => ({ ...before, ...told })), []);
  return { simulation: shown, busy, why, graph, given, world, setWorld: change, send, retry: () => void run(), restart };
}
