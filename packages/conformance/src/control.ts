import { z } from "zod";
import { ConformanceError, exchange, jsonOf, type Connection } from "./exchange.ts";

/** What a sandbox may be able to do beside `reset`; a step that needs what is missing cannot be played. */
const ABILITIES = [
  "settle",
  "native",
  "advance",
  "provider_reply",
  "restart",
  "fault",
  "effects",
  "native_events",
] as const;
type Ability = (typeof ABILITIES)[number];

const Abilities = z.looseObject({ can: z.array(z.string()) });

/** The routes by which a test moves an adapter's sandbox: only in its sandbox profile, only on loopback. */
export interface Control {
  readonly can: (ability: Ability) => boolean;
  /** @throws ConformanceError where the sandbox lacks the ability or does not do it. */
  readonly tell: (ability: Ability | "reset", body?: unknown) => Promise<unknown>;
}

const ROOT = "/adapter/sandbox";

/** Null: the adapter has no such routes, so it can be looked at but not played on. */
export async function openControl(connection: Connection): Promise<Control | null> {
  const answer = await exchange(connection, { method: "GET", path: ROOT });
  if (answer.status === 404) return null;
  const parsed = Abilities.safeParse(jsonOf(answer.body));
  if (answer.status !== 200 || !parsed.success) {
    throw new ConformanceError(
      "sandbox_not_understood",
      `GET ${ROOT} answered ${answer.status} and not {"can": [...]}: name there what the sandbox can do (${ABILITIES.join(", ")}).`,
    );
  }
  const can = (ability: Ability) => parsed.data.can.includes(ability);
  return {
    can,
    async tell(ability, body = {}) {
      if (ability !== "reset" && !can(ability)) {
        throw new ConformanceError(
          "sandbox_cannot",
          `The sandbox says that it cannot ${ability}, which this golden needs: add it to GET ${ROOT}, or leave the golden out.`,
        );
      }
      const path = `${ROOT}/${ability.replaceAll("_", "-")}`;
      const told = await exchange(connection, { method: "POST", path, body });
      if (told.status < 200 || told.status > 299) {
        throw new ConformanceError(
          "sandbox_failed",
          `POST ${path} answered ${told.status}; 2xx says that it was done.`,
        );
      }
      return jsonOf(told.body);
    },
  };
}
