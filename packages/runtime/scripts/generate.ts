import { openApiText, referenceDriver } from "@underclaim/runtime/testing";

/** The HTTP interface every adapter has, as the reference adapter serves it. */
export async function generate(): Promise<Record<string, string>> {
  return { "schemas/adapter.openapi.json": await openApiText(referenceDriver()) };
}
