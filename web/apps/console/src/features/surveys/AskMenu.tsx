import { Menu } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { askSurvey } from "../../commands/surveys";
import { useSurveys } from "./useSurveys";

/** Ask this contact for feedback. Shown once there is a survey that is on. */
export default function AskMenu({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { data } = useSurveys();
  const shown = (data?.surveys ?? []).filter(({ enabled }) => enabled);
  if (shown.length === 0) return null;
  const ways = row.status === "resolved" ? [false] : [false, true];
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconMoodSmile size={16} />} data-testid="ask-survey">
          {t("surveys.ask")}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {ways.map((resolve) => [
          <Menu.Label key={String(resolve)}>{t(resolve ? "surveys.askAndResolve" : "surveys.askNow")}</Menu.Label>,
          ...shown.map((survey) => (
            <Menu.Item key={`${survey.id} ${resolve}`} onClick={() => void askSurvey(row.id, survey, resolve)}>
              {survey.name}
            </Menu.Item>
          )),
        ])}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
