import { exchange, type HttpAnswer, type HttpRequest } from "../http.ts";
import type { HttpHealth } from "../http-health.ts";
import type { SinchSettings } from "./settings.ts";

/** Asks Sinch for what stands under a path of the service plan. */
export type AskSinch = (
  method: HttpRequest["method"],
  path: string,
  signal: AbortSignal,
  body?: object,
) => Promise<HttpAnswer>;

export function askingSinch(
  { region, base_url, service_plan_id, api_token }: SinchSettings,
  fetch: typeof globalThis.fetch,
  health: HttpHealth,
): AskSinch {
  const host = base_url ?? `https://${region}.sms.api.sinch.com`;
  const base = `${host.replace(/\/+$/, "")}/xms/v1/${service_plan_id}`;
  return async (method, path, signal, body) => {
    const answer = await exchange(
      fetch,
      {
        method,
        url: `${base}${path}`,
        headers: {
          authorization: `Bearer ${api_token.current().reveal()}`,
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      signal,
    );
    health.saw(answer);
    return answer;
  };
}
