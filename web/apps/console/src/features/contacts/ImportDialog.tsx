import "./library";
import { Button, Modal, Radio, Select } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import type { ImportPreview, JobView } from "@tertulia/protocol";
import { useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { importPreview } from "../../api/contacts";
import { startImport, uploadTable } from "../../commands/jobs";
import { useJobs } from "../../live/jobs";
import { sayWhy } from "../../ui/sayWhy";
import css from "./ImportDialog.module.css";
import { JobLine } from "./JobBars";
import { countries } from "./regions";

const MOST_BYTES = 10 * 1024 * 1024;

interface Table {
  key: string;
  name: string;
  preview: ImportPreview;
}

/** A file, what its columns hold, and how far it is. */
export default function ImportDialog({ close }: { close(): void }) {
  const { t } = useTranslation();
  const [table, setTable] = useState<Table | null>(null);
  const [jobId, setJobId] = useState("");
  const job = useJobs(({ jobs }) => jobs[jobId]);
  return (
    <Modal
      opened
      onClose={close}
      title={t("contacts.import.title")}
      size={720}
      closeButtonProps={{ "aria-label": t("close") }}
      data-testid="import"
    >
      {job ? (
        <Running job={job} close={close} />
      ) : table ? (
        <Columns key={table.key} table={table} back={() => setTable(null)} started={setJobId} />
      ) : (
        <Choose done={setTable} />
      )}
    </Modal>
  );
}

function Choose({ done }: { done(table: Table): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState({ busy: false, error: "" });
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) return setState({ busy: false, error: t("contacts.import.tooLarge") });
    setState({ busy: true, error: "" });
    try {
      const key = await uploadTable(file);
      done({ key, name: file.name, preview: await importPreview(key) });
    } catch (error) {
      setState({ busy: false, error: t("contacts.import.bad", { reason: sayWhy(error) }) });
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <p className={css.lead}>{t("contacts.import.lead")}</p>
      <div className={css.drop} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <IconFileSpreadsheet size={28} stroke={1.5} aria-hidden="true" />
        <Button loading={state.busy} onClick={() => input.current?.click()}>
          {t("contacts.import.choose")}
        </Button>
        <span>{t(state.busy ? "contacts.import.reading" : "contacts.import.drop")}</span>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          data-testid="import-file"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {state.error && (
        <p className={css.error} role="alert">
          {state.error}
        </p>
      )}
    </>
  );
}

interface ColumnsProps {
  table: Table;
  back(): void;
  started(job: string): void;
}

const FIELDS = ["name", "email", "phone", "description", "external_id", "tags"] as const;

function Columns({ table, back, started }: ColumnsProps) {
  const { t, i18n } = useTranslation();
  const clientId = useRef(crypto.randomUUID());
  const { columns, rows } = table.preview;
  const [fields, setFields] = useState(columns.map((column) => column.field ?? ""));
  const [known, setKnown] = useState<"update" | "skip">("update");
  const [region, setRegion] = useState<string | null>(homeRegion());
  const [state, setState] = useState({ busy: false, error: "" });
  const run = async () => {
    setState({ busy: true, error: "" });
    try {
      const job = await startImport({
        client_id: clientId.current,
        key: table.key,
        fields,
        on_duplicate: known,
        region: region ?? "",
      });
      started(job.id);
    } catch (error) {
      setState({ busy: false, error: sayWhy(error) });
    }
  };
  return (
    <>
      <p className={css.file}>
        <strong dir="auto">{table.name}</strong> {t("contacts.import.rows", { count: rows })}
      </p>
      <div className={`${css.tableBox} scroll`} tabIndex={0} role="group" aria-label={t("contacts.import.columns")}>
        <table className={css.table}>
          <caption>{t("contacts.import.columns")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("contacts.import.header")}</th>
              <th scope="col">{t("contacts.import.samples")}</th>
              <th scope="col">{t("contacts.import.becomes")}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column, i) => (
              <tr key={i}>
                <th scope="row" dir="auto">
                  {column.header || "–"}
                </th>
                <td dir="auto">{column.samples?.join(", ")}</td>
                <td>
                  <FieldChoice
                    header={column.header}
                    field={fields[i]!}
                    choose={(field) => setFields(fields.map((old, at) => (at === i ? field : old)))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={css.choices}>
        <Radio.Group
          label={t("contacts.import.duplicates")}
          value={known}
          onChange={(wanted) => setKnown(wanted as "update" | "skip")}
        >
          <Radio value="update" label={t("contacts.import.update")} />
          <Radio value="skip" label={t("contacts.import.skip")} />
        </Radio.Group>
        <Select
          label={t("contacts.import.region")}
          searchable
          clearable
          placeholder={t("contacts.import.noRegion")}
          value={region}
          onChange={setRegion}
          data={countries(i18n.language)}
        />
      </div>
      {state.error && (
        <p className={css.error} role="alert">
          {state.error}
        </p>
      )}
      <div className={css.buttons}>
        <Button variant="default" onClick={back}>
          {t("contacts.import.another")}
        </Button>
        <Button loading={state.busy} disabled={!fields.some(Boolean)} onClick={() => void run()} data-testid="import-run">
          {t("contacts.import.start")}
        </Button>
      </div>
    </>
  );
}

interface FieldChoiceProps {
  header: string;
  field: string;
  choose(field: string): void;
}

function FieldChoice({ header, field, choose }: FieldChoiceProps) {
  const { t } = useTranslation();
  const attribute = `attribute:${header.slice(0, 60)}`;
  return (
    <select className={css.select} value={field} aria-label={`${t("contacts.import.becomes")}: ${header}`} onChange={(event) => choose(event.target.value)}>
      <option value="">{t("contacts.import.leave")}</option>
      {FIELDS.map((name) => (
        <option key={name} value={name}>
          {t(`contacts.import.field.${name}`)}
        </option>
      ))}
      {header && <option value={attribute}>{t("contacts.import.attribute", { name: header.slice(0, 60) })}</option>}
    </select>
  );
}

/** The region of the browser's language, if it tells one. */
function homeRegion(): string | null {
  const told = navigator.languages.map((tag) => new Intl.Locale(tag).region).find(Boolean);
  return told ?? null;
}

function Running({ job, close }: { job: JobView; close(): void }) {
  const { t } = useTranslation();
  return (
    <div className={css.running}>
      <JobLine job={job} />
      {job.state === "running" && <p className={css.lead}>{t("contacts.import.background")}</p>}
      {(job.samples?.length ?? 0) > 0 && (
        <>
          <h3>{t("contacts.import.firstRefused")}</h3>
          <ul>
            {job.samples!.map((each) => (
              <li key={each.row}>
                {t("contacts.import.row", { row: each.row })}: {fieldName(each.field ?? "", t)}
                {t(`contacts.import.why.${each.why as "empty"}`)}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className={css.buttons}>
        <Button variant={job.state === "running" ? "default" : "filled"} onClick={close}>
          {t("close")}
        </Button>
      </div>
    </div>
  );
}

function fieldName(field: string, t: ReturnType<typeof useTranslation>["t"]): string {
  if (!field) return "";
  if (field.startsWith("attribute:")) return `${field.slice(10)}, `;
  return `${t(`contacts.import.field.${field as "name"}`)}, `;
}
