import { Button } from "@mantine/core";
import { IconChevronLeft, IconRefresh } from "@tabler/icons-react";
import type { InletView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect } from "wouter";
import * as api from "../../api/inlets";
import { Confirm } from "../../ui/Confirm";
import { LineSkeletons } from "../../ui/Skeleton";
import { CopyLine } from "../settings/CopyLine";
import { PageHead } from "../settings/PageHead";
import page from "../settings/Settings.module.css";
import { useSteady } from "../settings/useSteady";
import { Calls } from "./Calls";
import { InletForm, valuesOf } from "./InletForm";
import css from "./Inbound.module.css";
import { putInlet, useInlets } from "./useInlets";
import { NS } from "./words";

export function InletPage({ id }: { id: string }) {
  const found = useInlets();
  if (found.isLoadingError) return <Redirect to="/settings/inbound" replace />;
  if (!found.data) return <LineSkeletons count={6} />;
  const one = found.data.inlets.find((each) => each.id === id);
  return one ? <Inlet one={one} /> : <Redirect to="/settings/inbound" replace />;
}

function Inlet({ one }: { one: InletView }) {
  const { t } = useTranslation(NS);
  const [renewing, setRenewing] = useState(false);
  const steady = useSteady(one, valuesOf);
  return (
    <>
      <Link href="/settings/inbound" className={page.back}>
        <IconChevronLeft size={16} aria-hidden="true" /> {t("back")}
      </Link>
      <PageHead title={one.name} lead="" />
      <section className={css.part}>
        <CopyLine label={t("address")} text={one.url} />
        <p className={css.hint}>{t("addressHint")}</p>
        <Button variant="subtle" size="compact-xs" leftSection={<IconRefresh size={14} />} onClick={() => setRenewing(true)}>
          {t("renew")}
        </Button>
      </section>
      <InletForm key={steady.key} steady={steady} />
      <Calls one={one} />
      {renewing && (
        <Confirm
          title={t("renewTitle")}
          text={t("renewText")}
          yes={t("renew")}
          danger
          run={async () => putInlet(await api.renewAddress(one.id))}
          close={() => setRenewing(false)}
        />
      )}
    </>
  );
}
