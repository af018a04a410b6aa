import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
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
  const { t } = useTranslation();
  const { data, error, refetch } = useInvitations();
  if (error && !data) return <Failed title={t("invitations.failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={6} />;
  const found = data.invitations.find((one) => one.id === id);
  return found ? <InvitationForm stored={found} /> : <Redirect to="/settings/invitations" replace />;
}
