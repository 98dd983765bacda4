// Whose deliveries they are. Anybody may post a subscription of somebody else's callback, which confirms what it wants
// anyway: a secret that the callback's owner does not know makes deliveries that its system answers 2xx and throws away.
import { createHash, timingSafeEqual } from "node:crypto";
import type { Subscription } from "./documents.ts";
import type { RegisteredSubscriber } from "./natives.ts";

const digest = (secret: string | null): Buffer =>
  createHash("sha256")
    .update(secret === null ? "none" : `secret ${secret}`)
    .digest();

/** Names a secret, or that there is none. */
const secretName = (secret: string | null): string => digest(secret).toString("base64url");

export const sameSecret = (one: string | null, other: string | null): boolean =>
  timingSafeEqual(digest(one), digest(other));

/** What a confirmed request leaves of the binding: the secret that came first stays what counts. */
export const boundSecret = (standing: Subscription | undefined, secret: string | null): string =>
  standing === undefined
    ? secretName(secret)
    : (standing.bound_secret ?? secretName(standing.secret));

/** The registered subscriber, where the deliveries can be read by nobody but its system; null where that is not known. */
export function boundTo(
  subscriber: RegisteredSubscriber | null,
  { secret, bound_secret: bound }: Pick<Subscription, "secret" | "bound_secret">,
): RegisteredSubscriber | null {
  if (subscriber === null) return null;
  const holds =
    subscriber.secret === undefined
      ? bound === undefined || bound === secretName(secret)
      : sameSecret(secret, subscriber.secret());
  return holds ? subscriber : null;
}
