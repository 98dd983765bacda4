import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.10. */
export const webhook = meanings("webhook", {
  "webhook.request.sent": {
    meaning: "A request was sent to a callback address.",
    doesNotMean: ["it arrived", "the receiving system processed it"],
  },
  "webhook.response.accepted": {
    meaning: "The system at the callback address answered that it took the request.",
    doesNotMean: ["it processed the content", "a human is aware of it"],
  },
  "webhook.response.rejected": {
    meaning: "The system at the callback address answered that it did not take the request.",
    doesNotMean: ["a human refused it", "another attempt would fail as well"],
  },
  "webhook.delivery.failed": {
    meaning: "The request could not be brought to the callback address.",
    doesNotMean: ["the receiving system refused it", "the request certainly did not arrive"],
  },
});
