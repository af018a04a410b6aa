// A customer's phone: people on the left, one chat on the right. Asks the emulator twice a second.
const provider = document.documentElement.dataset.provider;
const byId = (id) => document.getElementById(id);
let people = [], current = null, shown = "", replyTo = null;

const MORE = {
  telegram: { image: "🖼 Sample photo", voice: "🎤 Voice message", video: "🎬 Video", file: "📄 PDF", sticker: "🙂 Sticker", location: "📍 Location", venue: "🏛 Venue", contact: "👤 Contact", poll: "📊 Poll", dice: "🎲 Dice", block: "🚫 Block the bot", unblock: "✅ Unblock" },
  whatsapp: { image: "🖼 Sample photo", voice: "🎤 Voice message", video: "🎬 Video", file: "📄 PDF", sticker: "🙂 Sticker", location: "📍 Location", contact: "👤 Contact", order: "🛒 Order", unsupported: "❓ Unsupported kind", block: "🚫 Block the business", unblock: "✅ Unblock" },
  messenger: { image: "🖼 Sample photo", voice: "🎤 Voice message", video: "🎬 Video", file: "📄 PDF", sticker: "🙂 Sticker", location: "📍 Location", unsupported: "❓ Unsupported kind", inbox: "🏢 Answer in Meta's inbox", block: "🚫 Block the page", unblock: "✅ Unblock" },
  instagram: { image: "🖼 Sample photo", voice: "🎤 Voice message", video: "🎬 Video", file: "📄 PDF", share: "🔁 Share a post", story_mention: "📣 Mention in a story", story_reply: "💬 Reply to a story", unsupported: "❓ Unsupported kind", inbox: "🏢 Answer in Meta's inbox", block: "🚫 Block the account", unblock: "✅ Unblock" },
  viber: { open: "👋 Open the chat", image: "🖼 Sample photo", video: "🎬 Video", file: "📄 PDF", sticker: "🙂 Sticker", location: "📍 Location", contact: "👤 Contact", url: "🔗 Address", unsupported: "❓ Unsupported kind", block: "🚫 Unsubscribe", unblock: "✅ Subscribe" },
  vk: { image: "🖼 Sample photo", voice: "🎤 Voice message", video: "🎬 Video", file: "📄 PDF", sticker: "🙂 Sticker", location: "📍 Location", link: "🔗 Link", wall: "📰 Post of a wall", market: "🛒 Product", unsupported: "❓ Unsupported kind", inbox: "🏢 Answer on VK itself", block: "🚫 Forbid messages", unblock: "✅ Allow messages" },
  custom: { image: "🖼 Sample photo", voice: "🎤 Voice message", video: "🎬 Video", file: "📄 PDF", sticker: "🙂 Sticker", location: "📍 Location", contact: "👤 Contact", unsupported: "❓ Unsupported kind", block: "🚫 Leave the shop", unblock: "✅ Come back" },
}[provider];

async function ask(path, body) {
  const options = body === undefined ? {} : body instanceof FormData
    ? { method: "POST", body }
    : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`_control/${path}`, options);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
const act = (deed, body = {}) => ask(`people/${current}/${deed}`, body).then(refresh);

function element(tag, props = {}, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children.filter((child) => child !== null));
  return made;
}
const initials = (name) => name.split(" ").map((word) => word[0]).slice(0, 2).join("");
const clock = (at) => new Date(at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

function drawPeople() {
  byId("people").replaceChildren(...people.map((person) => {
    const row = element("button", { onclick: () => open(person.id) },
      element("span", { className: "face", textContent: initials(person.name) }),
      element("div", {}, element("b", { textContent: person.name }), element("small", { textContent: person.last || "No messages yet" })),
      person.unread && person.id !== current ? element("span", { className: "badge", textContent: person.unread }) : null);
    row.setAttribute("aria-current", String(person.id === current));
    return row;
  }));
}

function drawFile(file) {
  const src = `_control/files/${file.id}`;
  if (file.mime.startsWith("image/")) return element("img", { src, alt: file.name });
  if (file.mime.startsWith("video/")) return element("video", { src, controls: true });
  if (file.mime.startsWith("audio/")) return element("audio", { src, controls: true });
  return element("a", { className: "file", href: src, target: "_blank", textContent: `📄 ${file.name}` });
}

function ticks(line) {
  if (line.mine) return line.state === "read" ? "✓✓ seen" : "✓✓";
  return "";
}

function drawLine(line, lines) {
  const quoted = line.reply_to && lines.find((each) => each.id === line.reply_to);
  const bubble = element("div", { className: "bubble" });
  if (quoted) bubble.append(element("div", { className: "quote", textContent: quoted.text || quoted.kind }));
  if (line.deleted) bubble.append(element("span", { className: "gone", textContent: "This message was deleted" }));
  else {
    line.files.forEach((file) => bubble.append(drawFile(file)));
    if (line.kind === "location") bubble.append(element("div", { textContent: `📍 ${line.extra.latitude}, ${line.extra.longitude}` }));
    if (line.text) bubble.append(document.createTextNode(line.text));
  }
  const meta = element("span", { className: "meta", textContent: `${line.edited ? "edited " : ""}${clock(line.at)} ` });
  meta.append(element("span", { className: "read", textContent: ticks(line) }));
  bubble.append(meta);
  const item = element("li", { className: line.mine ? "mine" : "" }, bubble);
  if (line.buttons.length) item.append(drawButtons(line));
  const reactions = Object.values(line.reactions).filter(Boolean).join("");
  if (reactions) item.append(element("span", { className: "reactions", textContent: reactions }));
  item.append(drawDeeds(line));
  return item;
}

function drawButtons(line) {
  return element("div", { className: "buttons" }, ...line.buttons.map((button) => button.url
    ? element("a", { href: button.url, target: "_blank", textContent: `${button.title} ↗` })
    : element("button", { onclick: () => act("press", { message_id: line.id, id: button.id }) },
        button.title, button.description ? element("small", { textContent: button.description }) : null)));
}

function drawDeeds(line) {
  const deeds = element("span", { className: "deeds" });
  const add = (label, title, onclick) => deeds.append(element("button", { textContent: label, title, onclick }));
  if (provider !== "viber") add("↩", "Reply", () => reply(line));
  if (line.mine) {
    if (line.kind === "text" && provider !== "viber") add("✎", "Edit", () => { const text = prompt("Edit", line.text); if (text) act("edit", { message_id: line.id, text }); });
    if (!["telegram", "viber", "vk"].includes(provider)) add("🗑", "Delete for everyone", () => act("delete", { message_id: line.id }));
  } else if (provider !== "viber") {
    add("👍", "React", () => act("react", { message_id: line.id, emoji: line.reactions.person === "👍" ? "" : "👍" }));
    add("❤", "React", () => act("react", { message_id: line.id, emoji: line.reactions.person === "❤" ? "" : "❤" }));
  }
  return deeds;
}

function reply(line) {
  replyTo = line ? line.id : null;
  byId("replying").hidden = !line;
  byId("replying").firstElementChild.textContent = line ? `Reply to: ${line.text || line.kind}` : "";
  byId("text").focus();
}

async function open(id) {
  current = id; shown = ""; reply(null);
  await refresh();
}

async function refresh() {
  const told = await ask("people");
  people = told.people;
  if (!current || !people.some((person) => person.id === current)) current = people[0]?.id ?? null;
  const stamp = `${told.version}/${current}`;
  if (stamp === shown) return;
  shown = stamp;
  drawPeople();
  if (!current) return;
  const { person, lines } = await ask(`people/${current}`);
  byId("name").textContent = person.name;
  byId("face").textContent = initials(person.name);
  byId("about").textContent = provider === "whatsapp" ? `+${person.id}` : `@${person.facts.username}`;
  if (person.blocked) byId("about").textContent += " · blocked the business";
  byId("lines").replaceChildren(...lines.map((line) => drawLine(line, lines)));
  const left = person.typed_until * 1000 - Date.now();
  if (left > 0) {
    byId("lines").append(element("li", { className: "typing", textContent: "typing…" }));
    setTimeout(() => { shown = ""; }, left);
  }
  byId("lines").scrollTop = byId("lines").scrollHeight;
  if (document.visibilityState === "visible" && lines.some((line) => !line.mine && line.state === "delivered")) await ask(`people/${current}/read`, {});
}

async function more(kind) {
  byId("more").parentElement.open = false;
  if (kind === "block" || kind === "unblock") return act("block", { blocked: kind === "block" });
  if (kind === "open") return act("open", { context: "page" });
  if (kind === "inbox") {
    const words = prompt("What the business writes", "We are on it");
    return words ? act("inbox", { text: words }) : undefined;
  }
  const text = kind === "poll" ? prompt("Question", "Shall we?") : "";
  return act("send", { kind, text: text ?? "", reply_to: replyTo ?? "" }).then(() => reply(null));
}

document.querySelector("h1").textContent = { whatsapp: "WhatsApp", telegram: "Telegram", messenger: "Messenger", instagram: "Instagram", viber: "Viber", vk: "VK", custom: "Shop app" }[provider];
byId("more").replaceChildren(...Object.entries(MORE).map(([kind, label]) => element("button", { type: "button", textContent: label, onclick: () => more(kind) })));
byId("replying").lastElementChild.onclick = () => reply(null);
byId("add").onclick = async () => {
  const name = prompt("Name of the new person", "Rui Alves");
  if (name) open((await ask("people", { name })).id);
};
byId("composer").onsubmit = async (event) => {
  event.preventDefault();
  const text = byId("text").value.trim();
  if (!text || !current) return;
  byId("text").value = "";
  await act("send", { kind: "text", text, reply_to: replyTo ?? "" });
  reply(null);
};
byId("file").onchange = async (event) => {
  const form = new FormData();
  form.append("file", event.target.files[0]);
  form.append("text", byId("text").value);
  byId("text").value = ""; event.target.value = "";
  await ask(`people/${current}/send`, form);
  await refresh();
};
refresh();
setInterval(() => refresh().catch(() => {}), 500);
