import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.1. */
export const notification = meanings("notification", {
  "notification.attempt.created": {
    meaning: "The adapter recorded an attempt to notify.",
    doesNotMean: ["anything was sent", "the attempt will be made"],
  },
  "notification.attempt.accepted_by_adapter": {
    meaning: "The adapter took the request and will try to carry it out.",
    doesNotMean: ["the provider accepted it", "anything was sent", "the recipient received it"],
  },
  "notification.attempt.rejected_by_adapter": {
    meaning: "The adapter refused the request before handing it to a provider.",
    doesNotMean: ["the endpoint is invalid", "the recipient refused it"],
  },
  "notification.attempt.accepted_by_provider": {
    meaning: "The provider or server took the message over for processing.",
    doesNotMean: [
      "the message reached the recipient's endpoint",
      "the recipient was notified",
      "the message will be delivered",
    ],
  },
  "notification.attempt.rejected_by_provider": {
    meaning: "The provider or server refused the message.",
    doesNotMean: ["the endpoint does not exist", "another attempt would fail as well"],
  },
  "notification.attempt.queued": {
    meaning: "The message waits in a queue to be sent.",
    doesNotMean: ["the message was sent", "the endpoint can be reached"],
  },
  "notification.attempt.scheduled": {
    meaning: "The message is set to be sent at a later time.",
    doesNotMean: ["the message was sent", "the message will certainly be sent"],
  },
  "notification.attempt.delayed": {
    meaning: "Sending takes longer than expected and has not been given up.",
    doesNotMean: ["the attempt failed", "the message will still arrive"],
  },
  "notification.attempt.cancelled": {
    meaning: "The attempt was withdrawn and is not pursued further.",
    doesNotMean: ["nothing was sent before the cancellation", "the recipient declined"],
  },
  "notification.endpoint.accepted": {
    meaning:
      "Something on the way to or at the endpoint reported acceptance; the acceptance level says who.",
    doesNotMean: [
      "a human saw or read the message",
      "the intended recipient controls the endpoint",
      "the payload was accessed",
      "a device or client took the message, unless the acceptance level says so",
      "this message was taken, where only availability was reported",
    ],
  },
  "notification.endpoint.deferred": {
    meaning: "Delivery to the endpoint was put off and may still be tried.",
    doesNotMean: ["delivery failed", "delivery will succeed later"],
  },
  "notification.endpoint.rejected_temporary": {
    meaning: "The endpoint or its server refused the message for now.",
    doesNotMean: ["the endpoint is invalid", "a later attempt will succeed"],
  },
  "notification.endpoint.rejected_permanent": {
    meaning: "The endpoint or its server refused the message with a lasting reason.",
    doesNotMean: ["the recipient personally refused", "other endpoints of the recipient fail too"],
  },
  "notification.endpoint.unreachable": {
    meaning: "The endpoint could not be reached.",
    doesNotMean: ["the endpoint does not exist", "the endpoint will stay unreachable"],
  },
  "notification.endpoint.unknown": {
    meaning: "What became of the message at the endpoint is not known.",
    doesNotMean: ["the message was not delivered", "the message was delivered"],
  },
  "notification.channel.complaint_received": {
    meaning: "A complaint about messages on this channel was reported.",
    doesNotMean: ["the complaint concerns this message alone", "the participant made it in person"],
  },
  "notification.channel.unsubscribe_received": {
    meaning: "A request to stop messages on this channel arrived from the endpoint.",
    doesNotMean: [
      "the message was read or understood",
      "the participant refuses the matter itself",
      "the intended participant made the request",
    ],
  },
  "notification.channel.suppression_added": {
    meaning: "The endpoint is on a list to which nothing may be sent.",
    doesNotMean: ["the endpoint is invalid", "the recipient asked for it"],
  },
  "notification.channel.suppression_removed": {
    meaning: "The endpoint was taken off a suppression list.",
    doesNotMean: ["the endpoint can be reached", "the recipient consented to messages"],
  },
  "notification.channel.reputation_warning": {
    meaning: "The channel or sender shows signs that may impair delivery.",
    doesNotMean: ["a given message was blocked", "a given message was delivered"],
  },
});
