import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { canManage, useWorkspace } from "../../app/workspace";
import { IconLock } from "@tabler/icons-react";
import { Empty } from "../../ui/Empty";
import { ChannelList } from "./ChannelList";
import { ChannelPage } from "./ChannelPage";
import { ChooseKind } from "./ChooseKind";
import { NewChannel } from "./NewChannel";
import css from "./Settings.module.css";

export default function Settings() {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  if (!canManage(me)) return <Empty icon={<IconLock size={22} />} title={t("settings.forbidden")} />;
  return (
    <main className={`${css.page} scroll`}>
      <div className={css.column}>
        <Switch>
          <Route path="/settings/channels" component={ChannelList} />
          <Route path="/settings/channels/new" component={ChooseKind} />
          <Route path="/settings/channels/new/:kind">{({ kind }) => <NewChannel kind={kind} />}</Route>
          <Route path="/settings/channels/:id">{({ id }) => <ChannelPage key={id} id={id} />}</Route>
          <Route>
            <Redirect to="/settings/channels" replace />
          </Route>
        </Switch>
      </div>
    </main>
  );
}
