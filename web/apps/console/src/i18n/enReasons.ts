// After "Not delivered: ".
export const enReasons = {
  blocked: "this person takes no messages from you here",
  gone: "this person cannot be reached here any more",
  window: "too much time has passed since their last message; you can answer once they write again",
  tooMany: "the channel takes no more messages for now; try again later",
  connection: "the channel is not connected any more; an administrator has to connect it again",
  account: "the provider has stopped or limited your account; an administrator has to look into it",
  bill: "your account with the provider has no balance or is not paid",
  file: "the channel could not take the file",
  content: "the channel did not take the message as it is",
  device: "their app cannot show this message",
  template: "the channel did not take the template",
  country: "this account may not write to that country",
  full: "their mailbox is full",
  rejected: "their mail server refused it",
  busy: "the channel gave no answer; try again",
  removed: "the channel was removed",
};
