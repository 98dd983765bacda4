import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.7. */
export const authority = meanings("authority", {
  "authority.unknown": {
    meaning: "Whether the actor was entitled to act is not known.",
    doesNotMean: ["the actor was not entitled"],
  },
  "authority.self_asserted": {
    meaning: "The actor claimed to be entitled to act.",
    doesNotMean: ["the claim was checked", "the claim is true"],
  },
  "authority.delegate_authorized": {
    meaning: "A system holds the actor to be an authorised delegate.",
    doesNotMean: ["the delegation covers this matter", "the delegation is legally valid"],
  },
  "authority.organizational_representative_verified": {
    meaning: "A source stated that the actor may represent the organisation.",
    doesNotMean: ["the power covers this matter", "the power is still in force"],
  },
  "authority.signer_authorized": {
    meaning: "A system holds the actor to be an authorised signer.",
    doesNotMean: ["anything was signed", "a signature would be legally valid"],
  },
  "authority.payment_authorized": {
    meaning: "A payment was authorised in the payment system.",
    doesNotMean: ["money moved", "the actor was entitled to the funds"],
  },
  "authority.authorization_failed": {
    meaning: "A check of the actor's entitlement did not succeed.",
    doesNotMean: ["the actor acted in bad faith", "the actor can never be authorised"],
  },
});
