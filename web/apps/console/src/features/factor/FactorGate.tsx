import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { client, useSession } from "../../api/session";
import { Failed } from "../../ui/Failed";
import { Mark } from "../../ui/Mark";
import { LineSkeletons } from "../../ui/Skeleton";
import { SetUp } from "../settings/Factor";
import signIn from "../signin/SignIn.module.css";
import css from "./FactorGate.module.css";
import { NS } from "./words";

const goOn = () => useSession.setState({ state: "in" });

/** The account asks for a second factor: nothing else is to be seen before it is set up. */
export default function FactorGate() {
  const { t } = useTranslation(NS);
  const state = useQuery({ queryKey: ["factor"], queryFn: people.factor, staleTime: 0, gcTime: 0 });
  const on = state.data?.on;
  const fresh = useQuery({
    queryKey: ["factor", "fresh"],
    queryFn: people.newFactor,
    enabled: on === false,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  useEffect(() => {
    if (on) goOn(); // set up on another screen
  }, [on]);
  const error = state.error ?? fresh.error;
  const again = () => void (state.error ? state.refetch() : fresh.refetch());
  return (
    <main className={css.page}>
      <section className={css.side} data-testid="factor-gate">
        <Mark size={40} />
        <h1>{t("gateTitle")}</h1>
        <p className={signIn.lead}>{t("gateText")}</p>
        {error ? (
          <Failed title={t("gateFailed")} error={error} retry={again} />
        ) : fresh.data ? (
          <SetUp
            fresh={fresh.data}
            done={goOn}
            cancel={{ label: t("signOut"), run: () => void client.signOut() }}
          />
        ) : (
          <LineSkeletons count={4} />
        )}
      </section>
    </main>
  );
}
