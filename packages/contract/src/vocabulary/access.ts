import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.3. */
export const access = meanings("access", {
  "access.grant.created": {
    meaning: "A right of access was set up.",
    doesNotMean: ["the holder knows of it", "access was used"],
  },
  "access.grant.issued": {
    meaning: "The means of using a right of access were handed out.",
    doesNotMean: ["the intended holder received them", "access was used"],
  },
  "access.grant.used": {
    meaning: "A right of access was exercised.",
    doesNotMean: ["the intended holder exercised it", "the payload was read"],
  },
  "access.grant.denied": {
    meaning: "An attempt to obtain or use access was refused.",
    doesNotMean: ["the attempt was malicious", "the participant made the attempt"],
  },
  "access.grant.expired": {
    meaning: "A right of access ended by lapse of time.",
    doesNotMean: ["access was never used", "the participant declined"],
  },
  "access.grant.revoked": {
    meaning: "A right of access was withdrawn.",
    doesNotMean: ["access was never used", "content obtained before is gone"],
  },
  "access.grant.delegated": {
    meaning: "A right of access was passed on to someone else.",
    doesNotMean: ["the delegate was entitled to receive it", "the delegate used it"],
  },
  "access.grant.suspicious_use_detected": {
    meaning: "Use of a right of access looked unusual.",
    doesNotMean: ["misuse is proven", "the actor is known"],
  },
});
