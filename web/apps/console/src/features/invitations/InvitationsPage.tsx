import { Redirect, Route, Switch } from "wouter";
import { InvitationForm } from "./InvitationForm";
import { InvitationsList } from "./InvitationsList";
import { useInvitations } from "./useInvitations";

/** A page of the settings. */
export default function InvitationsPage() {
  return (
    <Switch>
      <Route path="/settings/invitations" component={InvitationsList} />
      <Route path="/settings/invitations/new">
        <InvitationForm />
      </Route>
      <Route path="/settings/invitations/:id">{({ id }) => <Editing key={id} id={id} />}</Route>
    </Switch>
  );
}

function Editing({ id }: { id: string }) {
  const { data } = useInvitations();
  if (!data) return null;
  const found = data.invitations.find((one) => one.id === id);
  return found ? <InvitationForm stored={found} /> : <Redirect to="/settings/invitations" replace />;
}
