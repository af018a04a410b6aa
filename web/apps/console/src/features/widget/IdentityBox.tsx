import { Button } from "@mantine/core";
import type { ChannelView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { Confirm } from "../../ui/Confirm";
import { CopyLine } from "../settings/CopyLine";
import { useSetChannels } from "../settings/useChannels";
import { Choice, type Form } from "./Fields";
import css from "./Widget.module.css";

/** Signed identity: its mode, and the key, which is shown when it is made and never again. */
export function IdentityBox({ form, channel }: { form: Form; channel: ChannelView }) {
  const { t } = useTranslation();
  const setChannels = useSetChannels();
  const [key, setKey] = useState("");
  const [asking, setAsking] = useState(false);
  const known = channel.secrets_set?.includes("identity_key") ?? false;
  const make = async () => {
    const { identity_key } = await people.newIdentityKey(channel.id);
    setKey(identity_key);
    setChannels((channels) =>
      channels.map((one) => (one.id === channel.id ? { ...one, secrets_set: ["identity_key"] } : one)),
    );
  };
  return (
    <>
      <Choice form={form} name="identity" choices={["off", "optional", "required"]} />
      {(form.settings.identity !== "off" || known) && (
        <div>
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t(known ? "site.newKey" : "site.makeKey")}
          </Button>
          {key && (
            <>
              <p className={css.quiet} role="status">
                {t("site.keyOnce")}
              </p>
              <CopyLine label={t("site.key")} text={key} />
            </>
          )}
        </div>
      )}
      {asking && (
        <Confirm
          title={t(known ? "site.newKey" : "site.makeKey")}
          text={t(known ? "site.newKeyText" : "site.makeKeyText")}
          yes={t(known ? "site.newKey" : "site.makeKey")}
          danger={known}
          run={make}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}
