import { Button, Modal, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { addFlow } from "../../api/flows";
import * as api from "../../api/flowTools";
import { queries } from "../../live/listFetch";
import { matches } from "../../rules/search";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { sayWhy } from "../../ui/sayWhy";
import css from "./Gallery.module.css";
import { Sketch } from "./Sketch";
import { useToolWords } from "./toolWords";

/** Flows to begin with, in the reader's language. */
export default function Gallery({ close }: { close(): void }) {
  const { t, i18n } = useToolWords();
  const { data, error, refetch } = useQuery({ queryKey: ["flows", "gallery", i18n.language], queryFn: () => api.gallery(i18n.language) });
  const [query, setQuery] = useState("");
  const found = data?.filter(({ name, description }) => matches(`${name} ${description}`, query));
  return (
    <Modal opened onClose={close} title={t("gallery.title")} size={880} closeButtonProps={{ "aria-label": t("close") }} data-testid="flow-gallery">
      <TextInput
        data-autofocus
        leftSection={<IconSearch size={15} />}
        placeholder={t("gallery.search")}
        aria-label={t("gallery.search")}
        value={query}
        onChange={({ currentTarget }) => setQuery(currentTarget.value)}
      />
      {error && !data && <Failed title={t("gallery.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <LineSkeletons count={6} />}
      {found?.length === 0 && <p className={css.none}>{t("gallery.none")}</p>}
      <ul className={css.grid}>
        {found?.map((entry) => (
          <Entry key={entry.id} entry={entry} close={close} />
        ))}
      </ul>
    </Modal>
  );
}

function Entry({ entry, close }: { entry: api.GalleryEntry; close(): void }) {
  const { t } = useToolWords();
  const [, go] = useLocation();
  const [state, setState] = useState({ busy: false, error: "" });
  const use = async () => {
    setState({ busy: true, error: "" });
    try {
      const { flow } = await addFlow(entry.name, entry.graph);
      void queries.invalidateQueries({ queryKey: ["flows"] });
      close();
      go(`/flows/${flow.id}`);
    } catch (error) {
      setState({ busy: false, error: sayWhy(error) });
    }
  };
  return (
    <li className={css.entry} data-testid="flow-template">
      <Sketch graph={entry.graph} />
      <h3 dir="auto">{entry.name}</h3>
      <p dir="auto">{entry.description}</p>
      {state.error && (
        <p className={css.error} role="alert">
          {state.error}
        </p>
      )}
      <Button size="compact-sm" variant="light" loading={state.busy} onClick={() => void use()} aria-label={t("gallery.useOne", { name: entry.name })}>
        {t("gallery.use")}
      </Button>
    </li>
  );
}
