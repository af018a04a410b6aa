/** The form before the chat, with the choice of a department; and the one that stands for the chat
 * while nobody is there. */
import type { Introduction, OfflineMessage, WidgetContact, WidgetSendResult } from "@tertulia/protocol";
import type { Chat } from "../chat";
import { define, Do, fill, formFor, h, inLanguage, lacking, Refused } from "../lazy/kit";
import { check, type Name, refused, type Values, type Wrong } from "./forms/check";
import css from "./forms/forms.css?inline";
import { WORDS } from "./forms/words";

interface Look {
  values: Values;
  wrong: Partial<Record<Name, Wrong>>;
  problem: "" | "failed" | "wait";
  busy: boolean;
  /** The address that the message was left with. */
  left: string;
  /** Shown though the state does not ask for it: the site did. */
  asked: boolean;
  id: string;
}

const TYPES: Partial<Record<Name, [type: string, autocomplete: string]>> = {
  name: ["text", "name"],
  email: ["email", "email"],
  phone: ["tel", "tel"],
};
const LONGEST: Record<Name, number> = { name: 120, email: 254, phone: 32, message: 4000, department: 40 };

function createForms(chat: Chat) {
  const t = inLanguage(WORDS, chat.language);
  const look: Look = { values: {}, wrong: {}, problem: "", busy: false, left: "", asked: false, id: "" };
  const show = (change: Partial<Look>) => {
    Object.assign(look, change);
    chat.redraw();
  };
  const focus = (selector: string) =>
    setTimeout(() => chat.boot.root.querySelector<HTMLElement>(selector)?.focus());

  function Field({ name, required }: { name: Name; required: boolean }) {
    const wrong = look.wrong[name];
    const [type, autocomplete] = TYPES[name] ?? [];
    const { contact, config } = chat.state;
    const known = look.values[name] ?? (contact as Values | null)?.[name] ?? "";
    const shared = {
      id: `f-${name}`,
      name,
      "aria-required": required,
      "aria-invalid": wrong ? true : null,
      "aria-describedby": wrong ? `w-${name}` : null,
      maxlength: LONGEST[name],
    };
    const set = (element: HTMLInputElement) => (element.value = known);
    return (
      <p class="field" key={name}>
        <label for={`f-${name}`}>
          {t[name]}
          {!required && <small>{` (${t.maybe})`}</small>}
        </label>
        {name === "message" ? (
          <textarea rows={4} ref={set} {...shared} />
        ) : name === "department" ? (
          <select {...shared}>
            <option value="" />
            {(config!.departments ?? []).map(({ id, name }) => (
              <option value={id}>{name}</option>
            ))}
          </select>
        ) : (
          <input type={type} autocomplete={autocomplete} ref={set} {...shared} />
        )}
        {wrong && (
          <span class="wrong" id={`w-${name}`}>
            {t[wrong]}
          </span>
        )}
      </p>
    );
  }

  const fieldsOf = (form: string): [Name, boolean][] => {
    const { departments = [], prechat } = chat.state.config!;
    const department: [Name, boolean][] = departments.length ? [["department", prechat === "required"]] : [];
    if (form === "offline") return [...department, ["name", false], ["email", true], ["message", true]];
    const fields = prechat === "off" ? [] : lacking(chat.state);
    return [...department, ...fields.map(({ name, required }): [Name, boolean] => [name, required])];
  };

  const told = (contact: WidgetContact) => {
    chat.events.emit("introduced", contact);
    chat.events.emit("filled", contact); // by the visitor himself
  };

  async function post(form: string, values: Values) {
    const { name = "", email = "", phone, message = "", department: department_id = "" } = values;
    if (form === "offline") {
      const client_id = (look.id ||= chat.newId()); // sent again, it is still the same message
      const body: OfflineMessage = { client_id, name, email, message, department_id };
      const result = await chat.client.call<WidgetSendResult>("POST", "offline", body);
      chat.set({ contact: { ...chat.state.contact!, name, email } });
      chat.dispatch({ do: "sent", ...result });
      chat.connect();
      told(chat.state.contact!);
      return show({ left: email, asked: false, id: "" });
    }
    const body: Introduction = { department_id };
    if (values.name !== undefined) body.name = name;
    if (values.email !== undefined) body.email = email;
    if (phone !== undefined) body.phone = phone;
    const contact = await chat.client.call<WidgetContact>("POST", "introduction", body);
    chat.set({ contact });
    told(contact);
    done();
  }

  function done() {
    chat.keeper.set("formed", 1);
    chat.set({ formed: true });
    show({ left: "", asked: false });
    focus("textarea");
  }

  async function submit(form: string, element: HTMLFormElement) {
    if (look.busy) return;
    const values = Object.fromEntries(new FormData(element)) as Values;
    const required = fieldsOf(form).filter(([, needed]) => needed);
    const wrong = check(values, required.map(([name]) => name));
    show({ values, wrong, problem: "" });
    if (!Object.keys(wrong).length) {
      show({ busy: true });
      try {
        await post(form, values);
      } catch (error) {
        const told = error instanceof Refused && refused(error.field, values[error.field as Name]);
        if (told) show({ wrong: { [told[0]]: told[1] } });
        else show({ problem: (error as Refused).status === 429 ? "wait" : "failed" });
      }
      show({ busy: false });
    }
    if (Object.keys(look.wrong).length) focus(".form [aria-invalid]");
  }

  function Form({ form }: { form: "prechat" | "offline" }) {
    const { config } = chat.state;
    const words = form === "offline" ? config!.offline_text || t.offline : config!.prechat === "off" ? t.choose : t.intro;
    return (
      <form
        class="form"
        noValidate
        novalidate
        key={form}
        ref={() => focus(".form :is(input,select,textarea)")}
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void submit(form, event.currentTarget as HTMLFormElement);
        }}
      >
        <p class="intro">{words}</p>
        {fieldsOf(form).map(([name, required]) => (
          <Field name={name} required={required} />
        ))}
        <p role="alert" class="wrong">
          {look.problem && t[look.problem]}
        </p>
        <p class="actions">
          <button class="main" type="submit" aria-disabled={look.busy}>
            {look.busy ? t.sending : form === "offline" ? t.send : t.start}
          </button>
          {form === "prechat" && config!.prechat !== "required" && Do(t.skip, done)}
        </p>
      </form>
    );
  }

  const Thanks = () => (
    <div class="form thanks" role="status">
      <p>{fill(t.thanks, look.left)}</p>
      <p>{Do(t.again, done)}</p>
    </div>
  );

  return {
    panel: () => {
      if (look.left) return <Thanks />;
      const form = look.asked ? "offline" : formFor(chat.state);
      return form ? <Form form={form} /> : null;
    },
    /** Shows the form for a message while nobody is there, with these values in it. */
    open: (values: Values = {}) => show({ values, asked: true, left: "" }),
  };
}

export const forms = define("forms", createForms, css);
