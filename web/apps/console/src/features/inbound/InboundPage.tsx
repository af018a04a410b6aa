// The styles of what only these pages use, in the library's own order.
import "@mantine/core/styles/Checkbox.css";
import { Route, Switch } from "wouter";
import { InletPage } from "./InletPage";
import { InletsList } from "./InletsList";

/** A page of the settings. */
export default function InboundPage() {
  return (
    <Switch>
      <Route path="/settings/inbound" component={InletsList} />
      <Route path="/settings/inbound/:id">{({ id }) => <InletPage key={id} id={id} />}</Route>
    </Switch>
  );
}
