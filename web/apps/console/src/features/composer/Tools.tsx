import { Popover } from "@mantine/core";
import { IconBolt, IconMoodSmile } from "@tabler/icons-react";
import type { ContactCard, ConversationView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mark } from "../../rules/limits";
import { IconButton } from "../../ui/IconButton";
import { Attach } from "./Attach";
import type { Mode } from "./drafts";
import { FormatTools } from "./FormatTools";
import { ScheduleButton } from "./ScheduleButton";
import { SendButton } from "./SendButton";
import css from "./Tools.module.css";
import type { When } from "./WhenForm";

const EmojiPanel = lazy(() => import("./EmojiPanel"));
const WARN_AT = 200;

interface Props {
  row: ConversationView;
  mode: Mode;
  marks: readonly string[];
  left: number; // characters
  ready: boolean; // to be sent now
  waits: boolean; // it goes out as soon as the files are up
  written: boolean; // there is something to be sent, now or later
  scheduling: boolean;
  setScheduling(opened: boolean): void;
  attach(files: File[]): void;
  addCard(card: ContactCard): void;
  insert(text: string): void;
  openQuick(): void;
  format(mark: Mark): void;
  schedule(when: When): Promise<void>;
  submit(andResolve: boolean): void;
}

export function Tools(props: Props) {
  const { row, mode, left, ready } = props;
  const { t } = useTranslation();
  return (
    <div className={css.tools}>
      <Emoji insert={props.insert} />
      <Attach attach={props.attach} addCard={props.addCard} />
      <IconButton label={t("compose.quick.open")} keys="/" onClick={props.openQuick} data-testid="quick">
        <IconBolt size={19} stroke={1.8} />
      </IconButton>
      {mode === "reply" && (
        <ScheduleButton
          row={row}
          ready={props.written}
          opened={props.scheduling}
          setOpened={props.setScheduling}
          schedule={props.schedule}
        />
      )}
      <FormatTools marks={props.marks} format={props.format} />
      <span className={css.left} data-over={left < 0 || undefined} role="status">
        {left < 0 ? t("composer.tooLong", { count: -left }) : left < WARN_AT ? t("composer.left", { count: left }) : ""}
      </span>
      <SendButton
        mode={mode}
        ready={ready}
        waits={props.waits}
        resolved={row.status === "resolved"}
        submit={props.submit}
        later={() => props.setScheduling(true)}
      />
    </div>
  );
}

function Emoji({ insert }: { insert(text: string): void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState(false); // then the focus belongs to the field
  const toggle = () => {
    setChosen(false);
    setOpened(!opened);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" width={340} trapFocus returnFocus={!chosen}>
      <Popover.Target>
        <IconButton label={t("composer.emoji")} onClick={toggle}>
          <IconMoodSmile size={19} stroke={1.8} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("composer.emoji")}>
        <Suspense fallback={<div className={css.emojiSpace} />}>
          {opened && (
            <EmojiPanel
              choose={(emoji) => {
                setChosen(true);
                setOpened(false);
                insert(emoji);
              }}
            />
          )}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
