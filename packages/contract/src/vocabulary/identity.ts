import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.6. */
export const identity = meanings("identity", {
  "identity.actor_unknown": {
    meaning: "Who acted is not known.",
    doesNotMean: ["the actor is not the participant", "the actor is not human"],
  },
  "identity.actor_suspected": {
    meaning: "There are hints of who acted, and no proof.",
    doesNotMean: ["the actor is identified", "the actor authenticated"],
  },
  "identity.actor_authenticated": {
    meaning: "A system authenticated the account that acted.",
    doesNotMean: ["a particular human used the account", "the actor was authorised to act"],
  },
  "identity.actor_mfa_verified": {
    meaning: "A system authenticated the account that acted with more than one factor.",
    doesNotMean: ["a particular human used the account", "the actor was authorised to act"],
  },
  "identity.actor_verified_by_provider": {
    meaning: "An identity provider stated that it verified who the actor is.",
    doesNotMean: ["the actor was authorised to act", "the verification meets a legal standard"],
  },
  "identity.actor_mismatch_detected": {
    meaning: "The actor seems to be someone other than expected.",
    doesNotMean: ["misuse is proven", "the actor was not authorised"],
  },
});
