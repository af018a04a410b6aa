import { IconBug } from "@tabler/icons-react";
import i18n from "i18next";
import { Component, type ReactNode } from "react";
import { Empty } from "../ui/Empty";

interface Props {
  children: ReactNode;
}

/** A bug in one part is told in words, with a way on, instead of a white page. */
export class CrashGuard extends Component<Props, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <Empty
        tone="bad"
        icon={<IconBug size={22} />}
        title={i18n.t("error.crash")}
        text={i18n.t("error.crashText")}
        action={{ label: i18n.t("error.reload"), run: () => location.reload() }}
      />
    );
  }
}
