export const enPromises = {
  view: "Deadlines",
  late: "Late",
  soon: "Nearly late",
  running: "In time",
  empty: "Nothing is due",
  emptyText: "Conversations that a queue has promised an answer or an end show up here, the nearest deadline first.",
};
