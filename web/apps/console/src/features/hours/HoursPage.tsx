import { NativeSelect } from "@mantine/core";
import { IconClock, IconStack2 } from "@tabler/icons-react";
import type { HoursView } from "@tertulia/protocol";
import { useState } from "react";
import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
import { useWorkspace } from "../../app/workspace";
import { isZone } from "../../rules/zones";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { PageHead } from "../settings/PageHead";
import { useSteady } from "../settings/useSteady";
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
  const [unsaved, setUnsaved] = useState(false);
  const [asked, setAsked] = useState<string | null>(null); // the next queue, while something is not saved
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
          onChange={(event) => (unsaved ? setAsked : setQueue)(event.currentTarget.value)}
        />
      )}
      <Stored key={queue} queue={queue} name={choices.find(({ value }) => value === queue)?.label ?? ""} tell={setUnsaved} />
      {asked !== null && (
        <Confirm
          title={t("leaveTitle")}
          text={t("leaveText")}
          yes={t("leave")}
          run={async () => setQueue(asked)}
          close={() => setAsked(null)}
        />
      )}
    </>
  );
}

interface StoredProps {
  queue: string;
  name: string;
  tell(unsaved: boolean): void;
}

function Stored({ queue, name, tell }: StoredProps) {
  const { t } = useWords();
  const { account } = useWorkspace();
  const { data, error, refetch } = useHours();
  const [begun, setBegun] = useState(false);
  if (error && !data) return <Failed title={t("failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={8} />;
  const stored = queue ? data.queues.find(({ queue_id }) => queue_id === queue) : data.account;
  if (stored) return <Kept stored={stored} queue={queue} name={name} tell={tell} />;
  const zone = isZone(account.time_zone ?? "") ? account.time_zone! : "UTC";
  const fresh = queue && data.account ? { ...draftOf(data.account), version: 0 } : freshDraft(zone);
  if (begun) return <HoursForm queue={queue} name={name} initial={fresh} tell={tell} />;
  return (
    <Empty
      icon={queue ? <IconStack2 size={22} /> : <IconClock size={22} />}
      title={t(queue ? "sameTitle" : "none")}
      text={queue ? t("sameText") : undefined}
      action={{ label: t(queue ? "own" : "set"), run: () => setBegun(true) }}
    />
  );
}

function Kept({ stored, ...props }: StoredProps & { stored: HoursView }) {
  const steady = useSteady(stored, ({ schedule, messages, callback }) => [schedule, messages, callback]);
  return <HoursForm key={steady.key} initial={draftOf(steady.base)} steady={steady} {...props} />;
}
