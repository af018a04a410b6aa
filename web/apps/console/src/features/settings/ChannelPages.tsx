import { Redirect, Route, Switch } from "wouter";
import { ChannelList } from "./ChannelList";
import { ChannelPage } from "./ChannelPage";
import { ChooseKind } from "./ChooseKind";
import { NewChannel } from "./NewChannel";

/** What lies under /settings/channels. */
export default function ChannelPages() {
  return (
    <Switch>
      <Route path="/settings/channels" component={ChannelList} />
      <Route path="/settings/channels/new" component={ChooseKind} />
      <Route path="/settings/channels/new/:kind">{({ kind }) => <NewChannel kind={kind} />}</Route>
      <Route path="/settings/channels/:id">{({ id }) => <ChannelPage key={id} id={id} />}</Route>
      <Route>
        <Redirect to="/settings/channels" replace />
      </Route>
    </Switch>
  );
}
