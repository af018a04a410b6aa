import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Bootstrap } from "@tertulia/protocol";
import * as api from "../api/endpoints";
import { resumeSends } from "../commands/send";
import { forgetCalls } from "../live/calls";
import { prepareSound } from "../live/chime";
import { forgetAttachments } from "../features/composer/attachments";
import { draftsOf } from "../features/composer/drafts";
import { queries, setMe } from "../live/listFetch";
import { emptyState } from "../live/state";
import { useLive } from "../live/store";
import { goLive } from "../live/sync";
import { setWanted } from "../live/wanted";
import { speakAsElsewhere } from "../i18n";
import { setFaces } from "../ui/faces";
import { forgetTexts } from "../ui/keptText";
import { Failed } from "../ui/Failed";
import { Pages } from "./Pages";
import { Splash } from "./Splash";
import { WorkspaceProvider } from "./workspace";

export function SignedIn() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: ["me"], queryFn: api.bootstrap });
  useEffect(() => forgetAll, []);
  if (error && !data) return <Failed title={t("error.startFailed")} error={error} retry={() => void refetch()} />;
  return data ? <Working bootstrap={data} /> : <Splash />;
}

/** Another person may sign in on this screen. */
function forgetAll(): void {
  queries.clear();
  useLive.setState(emptyState, true);
  forgetCalls();
  forgetAttachments();
  forgetTexts();
}

/** What lies outside of the drawn tree follows what `GET /me` tells. */
function follow({ agents, preferences = {} }: Bootstrap): void {
  setFaces(agents);
  setWanted(preferences);
  void speakAsElsewhere(preferences.language);
}

function Working({ bootstrap }: { bootstrap: Bootstrap }) {
  const me = bootstrap.me.id;
  draftsOf(me);
  setMe(me, (bootstrap.tags ?? []).map((tag) => tag.id));
  useEffect(() => follow(bootstrap), [bootstrap]);
  useEffect(() => goLive(me), [me]);
  useEffect(() => resumeSends(me), [me]);
  useEffect(prepareSound, []);
  return (
    <WorkspaceProvider value={bootstrap}>
      <Pages />
    </WorkspaceProvider>
  );
}
