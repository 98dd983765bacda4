// Whose deliveries they are. Anybody may post a subscription of somebody else's callback, which confirms what it wants
// anyway: a secret that the callback's owner does not know makes deliveries that its system answers 2xx and throws away.
import { createHash, timingSafeEqual } from "node:crypto";
import type { Subscription } from "./documents.ts";
import type { RegisteredSubscriber } from "./natives.ts";

const digest = (secret: string | null): Buffer =>
  createHash("sha256")
    .update(secret === null ? "none" : `secret ${secret}`)
    .digest();

export const sameSecret = (one: string | null, other: string | null): boolean =>
  timingSafeEqual(digest(one), digest(other));

/** The registered subscriber, where the deliveries can be read by nobody but its system; null where that is not known. */
export const boundTo = (
  subscriber: RegisteredSubscriber | null,
  { secret }: Pick<Subscription, "secret">,
): RegisteredSubscriber | null =>
  subscriber?.secret !== undefined && sameSecret(secret, subscriber.secret()) ? subscriber : null;
