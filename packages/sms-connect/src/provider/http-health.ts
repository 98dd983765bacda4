import type { ProviderHealth } from "@underclaim/runtime";
import type { HttpAnswer } from "./http.ts";

export interface HttpHealth {
  /** What an answer tells of the provider and of the credentials. */
  saw(answer: HttpAnswer): void;
  /** What no request has told: a key that cannot be used as it is. */
  lacks(credentials: "missing"): void;
  read(): ProviderHealth;
}

/** Standing of an account that is asked over HTTP: what the last answer showed. Nothing is known before the first. */
export function httpHealth(): HttpHealth {
  let health: ProviderHealth = {
    connectivity: "unknown",
    credentials: "unknown",
    degradations: [],
  };
  return {
    saw: (answer) => {
      health = after(health, answer);
    },
    lacks: (credentials) => {
      health = { ...health, credentials };
    },
    read: () => health,
  };
}

function after(health: ProviderHealth, answer: HttpAnswer): ProviderHealth {
  const { credentials } = health;
  if (answer.kind === "not_sent")
    return { connectivity: "unavailable", credentials, degradations: [answer.reason] };
  if (answer.kind === "broken")
    return { connectivity: "degraded", credentials, degradations: [answer.reason] };
  const { status } = answer;
  // Who fails before it has looked at the credentials says nothing of them.
  if (status >= 500)
    return { connectivity: "degraded", credentials, degradations: [`HTTP ${status}`] };
  if (status === 401) return { connectivity: "healthy", credentials: "expired", degradations: [] };
  const degradations = status === 429 ? ["throttled"] : [];
  return { connectivity: "healthy", credentials: "valid", degradations };
}
