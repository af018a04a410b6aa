import { Redirect, Route, Switch } from "wouter";
import { ChannelList } from "./ChannelList";
import { ChannelPage } from "./ChannelPage";
import { ChooseKind } from "./ChooseKind";
import { NewChannel } from "./NewChannel";
import css from "./Settings.module.css";

/** What lies under /settings/channels. */
export default function ChannelPages() {
  return (
    <Switch>
      <Route path="/settings/channels">
        <div className={css.column}>
          <ChannelList />
        </div>
      </Route>
      <Route path="/settings/channels/new">
        <div className={css.column}>
          <ChooseKind />
        </div>
      </Route>
      <Route path="/settings/channels/new/:kind">
        {({ kind }) => (
          <div className={css.column}>
            <NewChannel kind={kind} />
          </div>
        )}
      </Route>
      <Route path="/settings/channels/:id">{({ id }) => <ChannelPage key={id} id={id} />}</Route>
      <Route>
        <Redirect to="/settings/channels" replace />
      </Route>
    </Switch>
  );
}
