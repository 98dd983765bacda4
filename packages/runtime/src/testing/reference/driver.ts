import { Secret } from "../../log/secret.ts";
import { inProcessDriver, type InProcessDriver } from "../in-process-driver.ts";
import type { DriverComposition, DriverEnvironment } from "../in-process-options.ts";
import { referenceConnect } from "./adapter.ts";
import { signatureHeaders } from "./native/signature.ts";
import { referenceProvider } from "./provider/http.ts";

/** The reference adapter in the hands of a test. `change` puts something else in its place. */
export const referenceDriver = (
  change: (composition: DriverComposition, environment: DriverEnvironment) => DriverComposition = (
    composition,
  ) => composition,
): InProcessDriver =>
  inProcessDriver({
    name: "reference",
    compose: (_given, environment) =>
      change(
        {
          definition: referenceConnect,
          providers: [
            referenceProvider({
              baseUrl: "http://provider.test",
              token: new Secret("token-of-the-reference-provider"),
              clock: environment.clock,
              fetch: environment.provider.fetch,
              environment: "sandbox",
            }),
          ],
        },
        environment,
      ),
    signers: {
      "reference.status": ({ body }, secret, now) => signatureHeaders(body, secret, now),
      "reference.inbound": ({ body }, secret, now) => signatureHeaders(body, secret, now),
    },
  });
