import type { Content } from "@tertulia/protocol";
import { ContactCards, Choice, Options, Order, Place, Referral, Template, Unsupported } from "./Cards";
import { Medias } from "./Medias";
import { RichText } from "./RichText";

/** What a message holds, whatever its kind. */
export function Body({ content }: { content: Content }) {
  return (
    <>
      {content.referral && <Referral referral={content.referral} />}
      <Main content={content} />
    </>
  );
}

function Main({ content }: { content: Content }) {
  switch (content.kind) {
    case "location":
      return <Place content={content} />;
    case "contact":
      return <ContactCards content={content} />;
    case "options":
      return <Options content={content} />;
    case "choice":
      return <Choice content={content} />;
    case "order":
      return <Order content={content} />;
    case "template":
      return <Template content={content} />;
    case "unsupported":
      return <Unsupported content={content} />;
    default:
      return (
        <>
          {content.media && content.media.length > 0 && <Medias content={content} />}
          {content.text && <RichText text={content.text} />}
        </>
      );
  }
}
