import { Button, Modal } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { DeliveryWhole } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/webhooks";
import { exactWithSeconds } from "../../rules/time";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import form from "../settings/Settings.module.css";
import { Outcome } from "./Outcome";
import { refetchWebhooks, useDelivery } from "./useWebhooks";
import list from "../settings/List.module.css";
import css from "./Webhooks.module.css";
import { NS } from "./words";

/** What was sent, what came back, and every try. */
export function DeliveryDialog({ id, one, close }: { id: string; one: string; close(): void }) {
  const { t } = useTranslation(NS);
  const common = useTranslation().t;
  const { data, error } = useDelivery(id, one);
  return (
    <Modal opened onClose={close} title={t("delivery")} size={720} closeButtonProps={{ "aria-label": common("close") }}>
      {error && <p role="alert">{sayWhy(error)}</p>}
      {!data && !error && <LineSkeletons count={6} />}
      {data && <Whole id={id} data={data} />}
    </Modal>
  );
}

function Whole({ id, data: { delivery, tries, request, response } }: { id: string; data: DeliveryWhole }) {
  const { t, i18n } = useTranslation(NS);
  const [busy, setBusy] = useState(false);
  const again = () => {
    setBusy(true);
    void api
      .resend(id, delivery.id)
      .then(
        () => toast({ tone: "good", text: t("resent") }),
        (error: unknown) => toast({ tone: "bad", text: sayWhy(error) }),
      )
      .finally(() => {
        setBusy(false);
        void refetchWebhooks();
      });
  };
  const { url, ...headers } = request.headers;
  return (
    <div className={css.fields}>
      <section>
        <h3 className={css.part}>{t("tries")}</h3>
        <ol className={css.tries}>
          {tries.map((each) => (
            <li key={each.at}>
              <time dateTime={each.at}>{exactWithSeconds(each.at, i18n.language)}</time> <Outcome one={each} />
            </li>
          ))}
        </ol>
        {delivery.next_at && (
          <p className={list.quiet}>{t("nextAt", { time: exactWithSeconds(delivery.next_at, i18n.language) })}</p>
        )}
      </section>
      <section>
        <h3 className={css.part}>{t("request")}</h3>
        <Text label={t("request")} head={url ? `POST ${url}` : ""} headers={headers} body={pretty(request.body)} />
      </section>
      <section>
        <h3 className={css.part}>{t("response")}</h3>
        {delivery.last?.status ? (
          <Text label={t("response")} head={`HTTP ${delivery.last.status}`} headers={response.headers} body={response.body || t("emptyBody")} />
        ) : (
          <p className={list.quiet}>{t("noResponse")}</p>
        )}
      </section>
      <div className={form.buttons}>
        <Button leftSection={<IconRefresh size={16} />} loading={busy} disabled={delivery.state === "waiting" && !delivery.tries} onClick={again}>
          {t("resend")}
        </Button>
      </div>
    </div>
  );
}

function Text({ label, head, headers, body }: { label: string; head: string; headers: Record<string, string>; body: string }) {
  const lines = [head, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].filter(Boolean);
  return (
    <pre className={css.text} tabIndex={0} aria-label={label} role="group">
      {[...lines, "", body].join("\n")}
    </pre>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
