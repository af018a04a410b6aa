import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { assignment } from "../../api/queues";
import Why from "./Why";
import css from "./Why.module.css";
import { NS } from "./words";

/** Why this conversation is whose it is now. */
export default function WhyNow({ row }: { row: ConversationView }) {
  const { t } = useTranslation(NS);
  const { data, isPending, isLoadingError } = useQuery({
    queryKey: ["assignment", row.id, row.version],
    queryFn: () => assignment(row.id),
  });
  if (isPending) return <Loader size="xs" />;
  if (isLoadingError) return <p className={css.quiet}>{t("why.failed")}</p>;
  if (!data.line) return <p className={css.quiet}>{t(row.assignee_id ? "why.unknown" : "why.nobody")}</p>;
  return <Why line={data.line} />;
}
