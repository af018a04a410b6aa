import { useQuery } from "@tanstack/react-query";
import type { ContactView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { duplicates } from "../../api/contacts";
import css from "./Duplicates.module.css";

const MergeDialog = lazy(() => import("./MergeDialog"));

export function useDuplicates(contact: ContactView) {
  const { email = "", phone = "" } = contact;
  return useQuery({
    queryKey: ["duplicates", contact.id, email, phone],
    queryFn: () => duplicates(contact.id),
    enabled: Boolean(email || phone || contact.attributes?.external_id),
    staleTime: 60_000,
  });
}

/** A quiet line where another contact has the same e-mail or phone. */
export function Duplicates({ contact }: { contact: ContactView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const found = useDuplicates(contact).data?.contacts ?? [];
  if (found.length === 0) return null;
  return (
    <div className={css.line} data-testid="duplicates">
      <span>{t("contacts.duplicate", { count: found.length })}</span>
      <button type="button" onClick={() => setOpen(true)}>
        {t("contacts.duplicateLook")}
      </button>
      <Suspense fallback={null}>
        {open && <MergeDialog contact={contact} suggested={found} close={() => setOpen(false)} />}
      </Suspense>
    </div>
  );
}
