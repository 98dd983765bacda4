import { openApiText } from "@underclaim/runtime/testing";
import { goldensModule } from "../../../scripts/generate/goldens-module.ts";
import { xmppDriver } from "../src/testing/index.ts";
import { eventMapping } from "./event-mapping.ts";

/** The mapping table as a document, the HTTP interface as OpenAPI, the goldens as a module. */
export async function generate(): Promise<Record<string, string>> {
  return {
    "packages/xmpp-connect/src/goldens.generated.ts": await goldensModule("golden/xmpp"),
    "packages/xmpp-connect/docs/EventMapping.md": eventMapping(),
    "schemas/xmpp-connect.openapi.json": await openApiText(xmppDriver()),
  };
}
