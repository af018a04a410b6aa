import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { LetterView, MessageView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as api from "../../api/mail";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import css from "./Letter.module.css";

// Nothing runs in there and nothing is called but the letter's own pictures, whatever the HTML says.
const FRAME =
  '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src http: https:; style-src \'unsafe-inline\'">' +
  "<style>body{margin:12px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}</style>";

/** The whole letter. Its HTML was made safe by the server, and stands in a frame that runs nothing. */
export function LetterDialog({ message, close }: { message: MessageView; close: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ["letter", message.conversation_id, message.seq],
    queryFn: () => api.letter(message.conversation_id, message.seq),
    staleTime: 30 * 60 * 1000,
  });
  return (
    <Modal opened onClose={close} size="xl" title={data?.subject || t("letter.title")} closeButtonProps={{ "aria-label": t("close") }}>
      {error && !data && <Failed title={t("letter.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <LineSkeletons count={5} />}
      {data && <Whole letter={data} />}
    </Modal>
  );
}

function Whole({ letter }: { letter: LetterView }) {
  const { t } = useTranslation();
  const heads = [
    ["from", letter.from],
    ["to", letter.to?.join(", ")],
    ["cc", letter.cc?.join(", ")],
    ["date", letter.date],
  ].filter(([, value]) => value);
  return (
    <div className={css.whole}>
      <dl className={css.heads}>
        {heads.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`letter.${name}`)}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {letter.remote && <p className={css.detail}>{t("letter.remote")}</p>}
      <Part html={letter.html} text={letter.text} />
      {(letter.quoted_html || letter.quoted) && (
        <details className={css.earlier}>
          <summary>{t("letter.earlier")}</summary>
          <Part html={letter.quoted_html} text={letter.quoted} />
        </details>
      )}
    </div>
  );
}

function Part({ html, text }: { html?: string; text?: string }) {
  const { t } = useTranslation();
  if (!html) return <pre className={css.text} dir="auto">{text}</pre>;
  return (
    <iframe
      className={css.frame}
      title={t("letter.frame")}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={FRAME + html}
    />
  );
}
