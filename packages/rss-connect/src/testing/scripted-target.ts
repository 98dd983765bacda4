import type { ScriptedProvider } from "@underclaim/runtime/testing";
import type { TargetConfiguration } from "../targets/configuration.ts";
import type { PublicationTarget } from "../targets/port.ts";

/** A target is answered by `provider_reply` steps: `{ status }`, or `{ error }` where no answer came. */
export const scriptedTarget =
  (provider: ScriptedProvider) =>
  ({ id }: TargetConfiguration): PublicationTarget => ({
    async put({ contentType }) {
      const request = {
        method: "PUT",
        url: `target:${id}`,
        headers: { "content-type": contentType },
      };
      const reply = await provider.call(request).catch(() => null);
      if (reply === null) return { ok: false, reason: "no answer", sure: false };
      const status = Number(reply["status"] ?? 200);
      return status < 300
        ? { ok: true }
        : { ok: false, reason: String(status), sure: status < 500 };
    },
  });
