import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconArrowDownToArc, IconX } from "@tabler/icons-react";
import type { InletField } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { exactWithSeconds } from "../../rules/time";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { LineSkeletons } from "../../ui/Skeleton";
import list from "../settings/List.module.css";
import css from "./Inbound.module.css";
import { guess, linesOf, wordsOf, type Line } from "./tree";
import { useSamples } from "./useInlets";
import { NS } from "./words";

const TARGETS = ["name", "phone", "email", "external_id", "attribute", "message", "data"] as const;
const NAMED: readonly string[] = ["attribute", "data", "message"];

interface Props {
  id: string;
  fields: InletField[];
  change(fields: InletField[]): void;
}

/** The newest calls as trees: a click on a value says what it becomes. */
export function Mapping({ id, fields, change }: Props) {
  const { t } = useTranslation(NS);
  return (
    <section className={css.part}>
      <h2 className={css.title}>{t("mapping")}</h2>
      <p className={css.hint}>{t("mappingHint")}</p>
      <Sample id={id} fields={fields} change={change} />
      <h3 className={css.small}>{t("chosen")}</h3>
      {fields.length === 0 && <p className={css.hint}>{t("nothingChosen")}</p>}
      <ul className={css.chosen}>
        {fields.map((one) => (
          <li key={`${one.target}${one.path}${one.key}`} data-testid="chosen">
            <bdi>{wordsOf(one.path)}</bdi> → {t(`target.${one.target}`)}
            {one.key && (
              <>
                {" "}
                <bdi>“{one.key}”</bdi>
              </>
            )}
            <IconButton label={t("drop", { path: wordsOf(one.path) })} onClick={() => change(fields.filter((each) => each !== one))}>
              <IconX size={15} />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sample({ id, fields, change }: Props) {
  const { t, i18n } = useTranslation(NS);
  const found = useSamples(id);
  const [chosen, setChosen] = useState("");
  const [open, setOpen] = useState("");
  if (found.isPending) return <LineSkeletons count={4} />;
  if (found.isLoadingError) return <Failed title={t("samplesFailed")} error={found.error} retry={() => void found.refetch()} />;
  const { samples } = found.data;
  const sample = samples.find(({ entry }) => entry.id === chosen) ?? samples[0];
  if (!sample)
    return (
      <Empty
        icon={<IconArrowDownToArc size={22} />}
        title={t("samplesNone")}
        text={t("samplesNoneText")}
        action={{ label: t("look"), run: () => void found.refetch() }}
      />
    );
  const take = (field: InletField) => {
    change([...fields.filter((each) => each.path !== field.path), field]);
    setOpen("");
  };
  return (
    <>
      <NativeSelect
        aria-label={t("sample")}
        value={sample.entry.id}
        data={samples.map(({ entry }) => ({ value: entry.id, label: exactWithSeconds(entry.at, i18n.language) }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <ul className={css.tree} aria-label={t("sample")}>
        {linesOf(sample.body).map((line) => (
          <li key={line.path} data-level={Math.min(line.level, 6)}>
            {line.leaf ? (
              <Leaf line={line} taken={fields.find(({ path }) => path === line.path)} open={open === line.path} toggle={() => setOpen(open === line.path ? "" : line.path)} />
            ) : (
              <span className={css.branch}>
                <bdi>{line.name}</bdi>
              </span>
            )}
            {open === line.path && <Choosing line={line} take={take} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function Leaf({ line, taken, open, toggle }: { line: Line; taken: InletField | undefined; open: boolean; toggle(): void }) {
  const { t } = useTranslation(NS);
  return (
    <button type="button" className={css.leaf} aria-expanded={open} onClick={toggle} data-testid="leaf">
      <bdi className={css.name}>{line.name}</bdi> <bdi className={css.value}>{line.value}</bdi>
      {taken && <span className={list.mark}>{t(`target.${taken.target}`)}</span>}
    </button>
  );
}

function Choosing({ line, take }: { line: Line; take(field: InletField): void }) {
  const { t } = useTranslation(NS);
  const [target, setTarget] = useState<InletField["target"]>(guess(line.name));
  const [key, setKey] = useState(line.name.slice(0, 60));
  const named = NAMED.includes(target);
  const words = target === "message" ? "" : key;
  return (
    <div className={css.choosing}>
      <NativeSelect
        label={t("becomes", { path: wordsOf(line.path) })}
        value={target}
        data={TARGETS.map((value) => ({ value, label: t(`target.${value}`) }))}
        onChange={(event) => setTarget(event.currentTarget.value as InletField["target"])}
      />
      {named && target !== "message" && (
        <TextInput label={t("key")} value={key} maxLength={60} autoComplete="off" onChange={(event) => setKey(event.currentTarget.value)} />
      )}
      <Button size="xs" disabled={named && target !== "message" && !key.trim()} onClick={() => take({ target, path: line.path, key: named ? words.trim() : "" })}>
        {t("take")}
      </Button>
    </div>
  );
}
