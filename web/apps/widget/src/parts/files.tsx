/** What messages carry besides words, buttons among it; and the files that the visitor sends. */
import type { Content } from "@tertulia/protocol";
import type { Chat } from "../chat";
import type { Row } from "../state/select";
import { define, Do, fileSize, h, Icon, Press } from "../lazy/kit";
import css from "./files/files.css?inline";
import { Rich } from "./files/media";
import { Options } from "./files/options";
import { Transfer } from "./files/transfer";

/** Files on their way, and those that were refused, with the reason. */
function Uploads({ chat, transfer }: { chat: Chat; transfer: Transfer }) {
  const { t } = chat;
  return (
    <div key="uploads">
      {transfer.uploads.map(({ id, name, size, error, again, progress }) => (
        <div class="line mine end" key={id}>
          <div class="bubble upload">
            <span class="card">
              <Icon name={error ? "failed" : "file"} />
              <span>
                <b>{name}</b>
                <small role={error ? "alert" : null}>{error || fileSize(size, chat.language)}</small>
              </span>
              {Press(`${t.remove}: ${name}`, "close", () => transfer.cancel(id))}
            </span>
            {!error && <progress value={progress} aria-label={`${t.waiting}: ${name}`} />}
            {again && error && Do(t.retry, () => transfer.retry(id))}
          </div>
        </div>
      ))}
    </div>
  );
}

export const files = define(
  "files",
  (chat) => {
    const transfer = new Transfer(chat);
    let shown: unknown;
    chat.watch(() => {
      if (chat.state.messages !== shown) transfer.fetchLinks();
      shown = chat.state.messages;
    });
    return {
      end: () => transfer.uploads.length > 0 && <Uploads chat={chat} transfer={transfer} />,
      after: (row: Row, latest: boolean) => <Options chat={chat} row={row} latest={latest} />,
      rich: (content: Content) => <Rich chat={chat} transfer={transfer} content={content} />,
      open: (picked: File[]) => transfer.add(picked),
      stop: () => transfer.stop(),
    };
  },
  css,
);
