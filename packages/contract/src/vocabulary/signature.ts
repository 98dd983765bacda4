import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.9. */
export const signature = meanings("signature", {
  "signature.envelope.created": {
    meaning: "A signing process was set up.",
    doesNotMean: ["a signer was told of it", "anything was signed"],
  },
  "signature.envelope.sent": {
    meaning: "The signing service sent an invitation to sign.",
    doesNotMean: ["the signer received it", "anything was signed"],
  },
  "signature.document.viewed": {
    meaning: "The signing service reported that the document was shown.",
    doesNotMean: ["it was read or understood", "the intended signer viewed it"],
  },
  "signature.signing.started": {
    meaning: "The signing process was begun by an actor.",
    doesNotMean: ["it will be completed", "the intended signer began it"],
  },
  "signature.signing.completed": {
    meaning: "The signing service reported a signature as completed.",
    doesNotMean: ["the signature is legally valid", "all parties have signed"],
  },
  "signature.signing.declined": {
    meaning: "An actor declined to sign.",
    doesNotMean: ["the intended signer declined", "the matter itself is refused"],
  },
  "signature.signing.expired": {
    meaning: "The time for signing passed without a completed signature.",
    doesNotMean: ["the signer refused", "the signer knew of the request"],
  },
  "signature.signing.cancelled": {
    meaning: "The signing process was called off.",
    doesNotMean: ["the signer refused", "nothing was signed before"],
  },
  "signature.document.finalized": {
    meaning: "The signing service produced the final document.",
    doesNotMean: ["the document is legally valid", "the parties received it"],
  },
  "signature.document.archived": {
    meaning: "A copy of the document was stored for keeping.",
    doesNotMean: ["the archive satisfies any legal duty", "the parties received it"],
  },
});
