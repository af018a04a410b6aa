import { IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useToolWords } from "../toolWords";
import { say } from "../words";
import { isSame, type Change, type GraphDiff, type NodeDiff } from "./diff";
import css from "./Versions.module.css";

const ICONS = { added: IconPlus, removed: IconMinus, changed: IconPencil };

/** What lies between two versions, a line for each node. */
export function Diff({ diff }: { diff: GraphDiff }) {
  const { t } = useToolWords();
  if (isSame(diff)) return <p className={css.same}>{t("diff.same")}</p>;
  return (
    <ul className={css.diff} data-testid="flow-diff">
      {diff.nodes.map((node) => (
        <NodeLine key={node.id} node={node} />
      ))}
      {diff.settings.length > 0 && (
        <li data-what="changed">
          <IconPencil size={14} aria-hidden="true" />
          <span>
            {t("diff.settings")}
            <Fields fields={diff.settings} />
          </span>
        </li>
      )}
    </ul>
  );
}

function NodeLine({ node }: { node: NodeDiff }) {
  const { t } = useToolWords();
  const Icon = ICONS[node.what];
  const name = node.name || say(`kind.${node.kind}`);
  return (
    <li data-what={node.what}>
      <Icon size={14} aria-hidden="true" />
      <span>
        {t(`diff.${node.what}`, { name })}
        {node.ways > 0 && <small>{t("diff.ways", { count: node.ways })}</small>}
        <Fields fields={node.fields} />
      </span>
    </li>
  );
}

const SHOWN = 3;

/** Of a field: the form's word for it, if there is one, with its place in a list. */
function fieldName(path: string): string {
  const parts = path.split(".");
  const last = parts.filter((part) => !/^\d+$/.test(part)).at(-1) ?? "";
  const word = say(`field.${last}`, { defaultValue: "" });
  const place = parts.find((part) => /^\d+$/.test(part));
  return word ? (place ? `${word} ${Number(place) + 1}` : word) : path;
}

function Fields({ fields }: { fields: readonly Change[] }) {
  const { t } = useToolWords();
  const [all, setAll] = useState(false);
  if (fields.length === 0) return null;
  const shown = all ? fields : fields.slice(0, SHOWN);
  return (
    <dl className={css.fields}>
      {shown.map(({ path, before, after }) => (
        <div key={path}>
          <dt>{fieldName(path)}</dt>
          <dd>
            {before && <del dir="auto">{before}</del>} {after && <ins dir="auto">{after}</ins>}
          </dd>
        </div>
      ))}
      {shown.length < fields.length && (
        <button type="button" onClick={() => setAll(true)}>
          {t("diff.more", { count: fields.length - shown.length })}
        </button>
      )}
    </dl>
  );
}
