import { Button, Skeleton } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { hookAddress } from "../../api/flowHooks";
import { CopyLine } from "../settings/CopyLine";
import type { Bound } from "./fields/basic";
import field from "./fields/Field.module.css";
import { textOf } from "./fields/lists";
import css from "./Starts.module.css";
import { useBuilder } from "./state";
import { useWords } from "./words";

/** The address that begins the flow. Another one makes the old one void, once it is published. */
export function WebhookFields({ form }: { form: Bound["form"] }) {
  const { t } = useWords();
  const flow = useBuilder((state) => state.id);
  const webhook = textOf(form.data, "webhook_id");
  const error = form.errorOf("webhook_id");
  const { data, isLoadingError } = useQuery({
    queryKey: ["flowHook", flow, webhook],
    queryFn: () => hookAddress(flow, webhook),
    enabled: !!flow && !!webhook,
    staleTime: Infinity,
  });
  const make = () => form.change({ webhook_id: newWebhook() });
  if (!webhook)
    return (
      <>
        <Button variant="default" size="xs" onClick={make} data-testid="make-webhook">
          {t("starts.makeAddress")}
        </Button>
        {error && <p className={field.error}>{error}</p>}
      </>
    );
  return (
    <div className={css.hook} data-testid="webhook">
      {isLoadingError ? <p className={field.error}>{t("starts.noAddress")}</p> : data ? <CopyLine label={t("starts.address")} text={data.url} /> : <Skeleton height={32} />}
      <p className={field.hint}>{t("starts.secret")}</p>
      <details className={css.example}>
        <summary>{t("starts.example")}</summary>
        <pre tabIndex={0}>{EXAMPLE}</pre>
        <p className={field.hint}>{t("starts.exampleHint", { sample: "{{ trigger.order }}" })}</p>
      </details>
      <Button variant="subtle" size="compact-xs" leftSection={<IconRefresh size={14} />} onClick={make}>
        {t("starts.renew")}
      </Button>
    </div>
  );
}

/** Names the trigger; what makes the address a secret is its signature. */
export const newWebhook = (): string => crypto.randomUUID().replaceAll("-", "").slice(0, 16);

const EXAMPLE = `POST
Content-Type: application/json
Idempotency-Key: order-1042

{
  "contact": { "phone": "+34600100200" },
  "values": { "order": "1042" }
}`;
