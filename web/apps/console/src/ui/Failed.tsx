import { IconCloudOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "./Empty";
import { sayWhy } from "./sayWhy";

interface Props {
  title: string;
  error: unknown;
  retry(): void;
}

export function Failed({ title, error, retry }: Props) {
  const { t } = useTranslation();
  return (
    <Empty
      tone="bad"
      icon={<IconCloudOff size={22} />}
      title={title}
      text={sayWhy(error)}
      action={{ label: t("retry"), run: retry }}
    />
  );
}
