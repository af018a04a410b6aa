import { Route, Switch } from "wouter";
import { LedgerPage } from "./LedgerPage";
import { WebhooksList } from "./WebhooksList";

/** A page of the settings. */
export default function WebhooksPage() {
  return (
    <Switch>
      <Route path="/settings/webhooks" component={WebhooksList} />
      <Route path="/settings/webhooks/:id">{({ id }) => <LedgerPage key={id} id={id} />}</Route>
    </Switch>
  );
}
