// The styles of what only these pages use, in the library's own order.
import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
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
