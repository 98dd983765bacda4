import type { FastifyReply, FastifyRequest } from "fastify";
import { auditLines } from "../log/audit-log.ts";
import type { HttpContext } from "./context.ts";
import type { AuthRefusal, Principal } from "./auth.ts";
import { Refusal } from "./refusal.ts";
import type { Scope } from "./scopes.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null on open routes. */
    principal: Principal | null;
  }
}

/** Who may use a route: everybody, any valid key, or a key with the scope. */
export type Access = "open" | "key" | Scope;

/** The principal of a request that passed `admit`. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error("The route lets in requests without a key.");
  return request.principal;
}

export type Hook = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

/** Runs before the body is read: who may not ask may not make us read, either. */
export const guard =
  (context: Pick<HttpContext, "auth" | "gate" | "log">, access: Exclude<Access, "open">): Hook =>
  (request, _reply, done) => {
    admit(context, request, access === "key" ? null : access);
    done();
  };

const OPERATOR: ReadonlySet<Scope | null> = new Set<Scope>(["operate", "service:operate"]);

/** @throws Refusal 401, 403 or 429 */
export function admit(
  { auth, gate, log }: Pick<HttpContext, "auth" | "gate" | "log">,
  request: FastifyRequest,
  scope: Scope | null,
): Principal {
  const principal = auth.authenticate(request.headers);
  if (typeof principal === "string") throw refused(principal);
  if (scope !== null && !principal.scopes.has(scope)) {
    throw new Refusal("missing_scope", { detail: `The API key lacks the scope ${scope}.` });
  }
  pace(gate, principal.keyId);
  request.principal = principal;
  if (OPERATOR.has(scope) && request.method !== "GET" && request.method !== "HEAD") {
    auditLines(log).info(
      { key: principal.keyId, tenant: principal.tenant, req: request },
      "operator.request",
    );
  }
  return principal;
}

/** @throws Refusal 429 */
export function pace(gate: HttpContext["gate"], key: string): void {
  const retryAfter = gate(key);
  if (retryAfter === 0) return;
  throw new Refusal("too_many_requests", {
    detail: `More requests than this API key may make. Come back in ${retryAfter} s.`,
    retryAfter,
  });
}

const refused = (reason: AuthRefusal): Refusal =>
  reason === "unauthenticated"
    ? new Refusal("unauthenticated", {
        detail: "Send a valid API key: Authorization: Bearer <key>, or X-API-Key: <key>.",
      })
    : new Refusal("foreign_origin", {
        detail:
          "No API keys are configured, so only programs on this machine may ask: the Host must be loopback and an Origin, if any, too.",
      });
