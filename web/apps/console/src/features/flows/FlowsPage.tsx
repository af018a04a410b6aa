import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { RowSkeletons } from "../../ui/Skeleton";
import { FlowList } from "./FlowList";

const Builder = lazy(() => import("./Builder"));

/** Service flows: the list of them, and the one that is drawn. */
export default function FlowsPage() {
  return (
    <Switch>
      <Route path="/flows/:id">
        {({ id }) => (
          <Suspense fallback={<RowSkeletons />}>
            <Builder key={id} id={id} />
          </Suspense>
        )}
      </Route>
      <Route>
        <FlowList />
      </Route>
    </Switch>
  );
}
