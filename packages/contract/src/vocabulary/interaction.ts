import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.5. */
export const interaction = meanings("interaction", {
  "interaction.surface.opened": {
    meaning: "An action surface was opened.",
    doesNotMean: ["the intended participant opened it", "anything was done there"],
  },
  "interaction.notification.opened": {
    meaning: "A client reported that it displayed or opened the notification.",
    doesNotMean: [
      "the content was read or understood",
      "the intended participant opened it",
      "the participant agrees",
    ],
  },
  "interaction.link.clicked": {
    meaning: "A link from the notification was followed.",
    doesNotMean: [
      "a human followed it",
      "the intended participant followed it",
      "the target was read",
    ],
  },
  "interaction.proxy_or_privacy_interaction": {
    meaning: "A proxy or privacy service acted where a person might have.",
    doesNotMean: ["a human interacted", "no human interacted later"],
  },
  "interaction.scanner_or_bot_interaction": {
    meaning: "An automated client such as a scanner, bot or prefetcher interacted.",
    doesNotMean: ["a human interacted", "the participant is aware of the message"],
  },
  "interaction.unverified_actor_interaction": {
    meaning: "Someone or something interacted and it is not known who.",
    doesNotMean: ["a human interacted", "the intended participant interacted"],
  },
  "interaction.authenticated_actor_interaction": {
    meaning: "An actor authenticated to some system interacted.",
    doesNotMean: ["the actor is the intended participant", "the actor was authorised to act"],
  },
  "interaction.authorized_actor_interaction": {
    meaning: "An actor that a system holds to be authorised interacted.",
    doesNotMean: ["the authority holds for this matter", "the intended result is achieved"],
  },
  "interaction.reply_received": {
    meaning: "A message came back from the endpoint or thread.",
    doesNotMean: [
      "the intended participant wrote it",
      "it answers this notification",
      "it agrees or acknowledges",
    ],
  },
  "interaction.out_of_office_received": {
    meaning: "An automatic absence reply came back.",
    doesNotMean: ["a human saw the message", "the endpoint is wrong"],
  },
  "interaction.acknowledgement_recorded": {
    meaning: "An explicit acknowledgement was recorded from the endpoint or client.",
    doesNotMean: [
      "the intended participant gave it, unless identity is established elsewhere",
      "the content was understood or agreed to",
      "the coordination result is achieved",
    ],
  },
  "interaction.decline_recorded": {
    meaning: "An explicit refusal was recorded from the endpoint or client.",
    doesNotMean: [
      "the intended participant gave it, unless identity is established elsewhere",
      "the refusal is legally valid",
    ],
  },
  "interaction.dispute_opened": {
    meaning: "An objection was raised and recorded.",
    doesNotMean: ["the objection is justified", "the intended participant raised it"],
  },
});
