import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { IconCloudOff } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { resume, useSession } from "../api/session";
import { SignIn } from "../features/signin/SignIn";
import { queries } from "../live/listFetch";
import { Empty } from "../ui/Empty";
import { Toasts } from "../ui/Toasts";
import { CrashGuard } from "./CrashGuard";
import { Splash } from "./Splash";
import { SignedIn } from "./SignedIn";
import { schemeManager, theme } from "./theme";

const FactorGate = lazy(() => import("../features/factor/FactorGate"));

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={schemeManager}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <CrashGuard>
          <Gate />
        </CrashGuard>
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Gate() {
  const { t } = useTranslation();
  const state = useSession((session) => session.state);
  if (state === "loading") return <Splash />;
  if (state === "out") return <SignIn />;
  if (state === "in") return <SignedIn />;
  if (state === "factor")
    return (
      <Suspense fallback={<Splash />}>
        <FactorGate />
      </Suspense>
    );
  return (
    <Empty
      tone="bad"
      icon={<IconCloudOff size={22} />}
      title={t("error.startFailed")}
      text={t("error.unreachable")}
      action={{ label: t("retry"), run: () => void resume() }}
    />
  );
}
