import { NativeSelect } from "@mantine/core";
import { IconClock, IconStack2 } from "@tabler/icons-react";
import { useState } from "react";
import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
import { useWorkspace } from "../../app/workspace";
import { isZone } from "../../rules/zones";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { PageHead } from "../settings/PageHead";
import { draftOf, freshDraft } from "./draft";
import css from "./Hours.module.css";
import { HoursForm } from "./HoursForm";
import { useHours } from "./useHours";
import { useWords } from "./words";

/** A page of the settings: the account's hours, and each queue's. */
export default function HoursPage() {
  const { t } = useWords();
  const { queues } = useWorkspace();
  const [queue, setQueue] = useState("");
  const choices = [{ value: "", label: t("account") }, ...queues.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {queues.length > 0 && (
        <NativeSelect
          className={css.whose}
          label={t("whose")}
          data={choices}
          value={queue}
          data-testid="hours-of"
          onChange={(event) => setQueue(event.currentTarget.value)}
        />
      )}
      <Stored key={queue} queue={queue} name={choices.find(({ value }) => value === queue)?.label ?? ""} />
    </>
  );
}

function Stored({ queue, name }: { queue: string; name: string }) {
  const { t } = useWords();
  const { account } = useWorkspace();
  const { data, error, refetch } = useHours();
  const [begun, setBegun] = useState(false);
  if (error) return <Failed title={t("failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={8} />;
  const stored = queue ? data.queues.find(({ queue_id }) => queue_id === queue) : data.account;
  if (stored) return <HoursForm key={stored.version} queue={queue} name={name} initial={draftOf(stored)} />;
  const zone = isZone(account.time_zone ?? "") ? account.time_zone! : "UTC";
  const fresh = queue && data.account ? { ...draftOf(data.account), version: 0 } : freshDraft(zone);
  if (begun) return <HoursForm queue={queue} name={name} initial={fresh} />;
  return (
    <Empty
      icon={queue ? <IconStack2 size={22} /> : <IconClock size={22} />}
      title={t(queue ? "sameTitle" : "none")}
      text={queue ? t("sameText") : undefined}
      action={{ label: t(queue ? "own" : "set"), run: () => setBegun(true) }}
    />
  );
}
