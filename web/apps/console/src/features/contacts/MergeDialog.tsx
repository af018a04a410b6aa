import "./library";
import { Button, Modal, Radio, TextInput } from "@mantine/core";
import type { ContactView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactField } from "../../api/contacts";
import { startMerge } from "../../commands/jobs";
import { useJobs } from "../../live/jobs";
import { Avatar } from "../../ui/Avatar";
import { contactName } from "../../ui/contactName";
import { sayWhy } from "../../ui/sayWhy";
import { hasWords, useContactSearch, useSettled } from "../search/useSearch";
import { useDuplicates } from "./Duplicates";
import css from "./MergeDialog.module.css";

const FIELDS: ContactField[] = ["name", "email", "phone", "description"];

interface Props {
  contact: ContactView;
  suggested?: ContactView[];
  close(): void;
}

/** Two contacts that are one person: which other one, and whose words stay. */
export default function MergeDialog({ contact, suggested, close }: Props) {
  const { t } = useTranslation();
  const [other, setOther] = useState<ContactView | null>(suggested?.length === 1 ? suggested[0]! : null);
  return (
    <Modal opened onClose={close} title={t("contacts.mergeTitle")} size={560} closeButtonProps={{ "aria-label": t("close") }}>
      {other ? (
        <Choose contact={contact} other={other} back={() => setOther(null)} close={close} />
      ) : (
        <Find contact={contact} choose={setOther} />
      )}
    </Modal>
  );
}

const nameOf = (contact: ContactView) => contactName({ contact_id: contact.id, contact_name: contact.name ?? "" });

function Find({ contact, choose }: { contact: ContactView; choose(other: ContactView): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const query = useSettled(text.trim());
  const same = useDuplicates(contact).data?.contacts ?? [];
  const found = useContactSearch(query).data?.pages.flatMap((page) => page.contacts) ?? [];
  const shown = (hasWords(query) ? found : same).filter((each) => each.id !== contact.id);
  return (
    <>
      <TextInput
        data-autofocus
        label={t("contacts.mergeWith")}
        placeholder={t("contacts.filter")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className={css.list} aria-label={t("contacts.title")}>
        {shown.map((each) => (
          <li key={each.id}>
            <button type="button" className={css.person} onClick={() => choose(each)} data-testid="merge-candidate">
              <Avatar name={nameOf(each)} id={each.id} />
              <span className={css.words}>
                <strong dir="auto">{nameOf(each)}</strong>
                <span dir="auto">{[each.email, each.phone].filter(Boolean).join(" · ")}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {hasWords(query) && shown.length === 0 && <p className={css.quiet}>{t("contacts.noneFound", { query })}</p>}
    </>
  );
}

interface ChooseProps {
  contact: ContactView;
  other: ContactView;
  back(): void;
  close(): void;
}

function Choose({ contact, other, back, close }: ChooseProps) {
  const { t } = useTranslation();
  const [theirs, setTheirs] = useState<ContactField[]>([]);
  const [state, setState] = useState({ job: "", error: "" });
  const running = useJobs(({ jobs }) => jobs[state.job]?.state);
  const unlike = FIELDS.filter((field) => contact[field] && other[field] && contact[field] !== other[field]);
  const merge = async () => {
    setState({ job: "", error: "" });
    try {
      const job = await startMerge(contact.id, other.id, theirs.filter((field) => unlike.includes(field)));
      setState({ job: job.id, error: "" });
    } catch (error) {
      setState({ job: "", error: t("contacts.mergeFailed", { reason: sayWhy(error) }) });
    }
  };
  if (running === "done") {
    return (
      <>
        <p className={css.good} role="status">
          {t("contacts.merged")}
        </p>
        <div className={css.buttons}>
          <Button onClick={close}>{t("close")}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p className={css.quiet}>{t("contacts.mergeText")}</p>
      {unlike.length > 0 && <h3 className={css.title}>{t("contacts.mergeKeep")}</h3>}
      {unlike.map((field) => (
        <Radio.Group
          key={field}
          className={css.field}
          label={t(`contact.${field}`)}
          value={theirs.includes(field) ? "theirs" : "own"}
          onChange={(whose) =>
            setTheirs(whose === "theirs" ? [...theirs, field] : theirs.filter((each) => each !== field))
          }
        >
          <Radio value="own" label={contact[field]} />
          <Radio value="theirs" label={other[field]} />
        </Radio.Group>
      ))}
      {(state.error || running === "failed") && (
        <p className={css.error} role="alert">
          {state.error || t("contacts.job.failed")}
        </p>
      )}
      <div className={css.buttons}>
        <Button variant="default" onClick={back}>
          {t("contacts.mergeChange")}
        </Button>
        <Button loading={running === "running"} onClick={() => void merge()} data-testid="merge-run">
          {t("contacts.mergeRun")}
        </Button>
      </div>
    </>
  );
}
