import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.4: payloads. */
const payload = meanings("delivery", {
  "delivery.payload.available": {
    meaning: "The payload is ready to be obtained.",
    doesNotMean: ["the recipient knows of it", "anyone obtained it"],
  },
  "delivery.payload.presented": {
    meaning: "The payload was put before an actor on some surface.",
    doesNotMean: ["the actor looked at it", "the actor was the intended recipient"],
  },
  "delivery.payload.viewed": {
    meaning: "A surface reported that the payload was shown on request.",
    doesNotMean: ["it was read in full or understood", "the intended recipient viewed it"],
  },
  "delivery.payload.retrieved": {
    meaning: "A client fetched the payload.",
    doesNotMean: ["a human fetched or opened it", "the intended recipient has it"],
  },
  "delivery.payload.downloaded": {
    meaning: "A client downloaded the payload as a file.",
    doesNotMean: ["the file was opened or read", "the intended recipient has it"],
  },
  "delivery.payload.submitted": {
    meaning: "The payload was handed in for processing or delivery.",
    doesNotMean: ["it was received, validated or accepted", "it was delivered"],
  },
  "delivery.payload.received": {
    meaning: "The receiving system holds the payload.",
    doesNotMean: ["it is valid or complete", "a human has seen it"],
  },
  "delivery.payload.validated": {
    meaning: "The payload passed a technical or formal check.",
    doesNotMean: ["its content was accepted", "it was delivered"],
  },
  "delivery.payload.validation_failed": {
    meaning: "The payload did not pass a technical or formal check.",
    doesNotMean: ["its content was rejected on the merits", "a corrected one would fail as well"],
  },
  "delivery.payload.accepted": {
    meaning: "The receiving side stated that it accepts the payload.",
    doesNotMean: ["the intended result is achieved", "the acceptance is legally valid"],
  },
  "delivery.payload.rejected": {
    meaning: "The receiving side stated that it does not accept the payload.",
    doesNotMean: ["the payload is gone", "the participant refuses the matter as a whole"],
  },
  "delivery.payload.archived": {
    meaning: "A copy of the payload was stored for keeping.",
    doesNotMean: ["the recipient received it", "the archive satisfies any legal duty"],
  },
  "delivery.payload.failed": {
    meaning: "Handling or delivering the payload failed.",
    doesNotMean: ["no part of it arrived", "another attempt would fail as well"],
  },
});

/** AdapterInterfaceSpecification §11.4: physical production. */
const production = meanings("delivery", {
  "delivery.production.started": {
    meaning: "Production of a physical item began.",
    doesNotMean: ["it was completed", "it was handed over to a carrier"],
  },
  "delivery.production.completed": {
    meaning: "A physical item was produced.",
    doesNotMean: ["it was handed over to a carrier", "it was delivered"],
  },
  "delivery.production.failed": {
    meaning: "Production of a physical item failed.",
    doesNotMean: ["the address is wrong", "another attempt would fail as well"],
  },
});

/** AdapterInterfaceSpecification §11.4: the postal leg. */
const postal = meanings("delivery", {
  "delivery.postal.handed_over": {
    meaning: "A postal carrier took over the item.",
    doesNotMean: ["the item was delivered", "the recipient received or read it"],
  },
  "delivery.postal.in_transit": {
    meaning: "A postal carrier reported the item on its way.",
    doesNotMean: ["the item will be delivered", "the item was delivered"],
  },
  "delivery.postal.delivered": {
    meaning: "A postal source used the word delivered without saying what it confirms.",
    doesNotMean: ["delivery is confirmed", "the recipient received or read the item"],
    discouraged: {
      reason: "It is ambiguous.",
      useInstead: "delivery.postal.delivery_confirmed",
    },
  },
  "delivery.postal.delivery_confirmed": {
    meaning: "The carrier confirmed delivery under a product that includes such confirmation.",
    doesNotMean: ["the intended recipient took it in person", "the content was read"],
  },
  "delivery.postal.undeliverable": {
    meaning: "The carrier stated that the item could not be delivered.",
    doesNotMean: ["the item has come back", "the recipient cannot be reached otherwise"],
  },
  "delivery.postal.return_received": {
    meaning: "The item came back to the sender's side.",
    doesNotMean: ["nobody at the address saw it", "the address is wrong"],
  },
  "delivery.postal.forwarded": {
    meaning: "The carrier sent the item on to another address.",
    doesNotMean: ["the item was delivered there", "the new address may be used by the sender"],
  },
  "delivery.postal.address_corrected": {
    meaning: "The carrier or provider changed or reported a change of the address.",
    doesNotMean: ["the item was delivered", "the corrected address belongs to the recipient"],
  },
  "delivery.postal.status_unknown": {
    meaning: "What became of the item is not known.",
    doesNotMean: ["the item was lost", "the item was delivered"],
  },
  "delivery.postal.expired_without_final_status": {
    meaning: "The time in which a final status was expected passed without one.",
    doesNotMean: ["the item was not delivered", "the item was delivered"],
  },
});

/** AdapterInterfaceSpecification §11.4. */
export const delivery = { ...payload, ...production, ...postal };
