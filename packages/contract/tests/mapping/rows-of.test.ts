import {
  defineMapping,
  grade,
  OWN_WORK,
  rowsOf,
  vocabulary,
  type AcceptanceSemantics,
} from "@underclaim/contract";
import { describe, expect, it } from "vitest";

const { row, endpointRow } = rowsOf("PigeonSpecification");
const WEAK = grade("weak", {}, []);
const ACCEPTED: AcceptanceSemantics = {
  acceptance_level: "endpoint",
  finality: "final",
  does_not_mean: [],
};

describe("a row of a document", () => {
  it("means what the vocabulary says its event means, and no more than a provider is trusted for", () => {
    const event = "notification.attempt.accepted_by_provider";
    expect(row(event, WEAK, "§3")).toEqual({
      event,
      grade: WEAK,
      clause: "PigeonSpecification §3",
      meaning: vocabulary(event).meaning,
      doesNotMean: vocabulary(event).doesNotMean,
      confidence: "medium",
      scope: "provider",
      terminal: false,
    });
  });

  it("says itself what it says otherwise", () => {
    const told = row("notification.attempt.created", WEAK, "§1", { ...OWN_WORK, terminal: true });
    expect(told).toMatchObject({ confidence: "high", scope: "system", terminal: true });
  });

  it("of an endpoint is about the endpoint and says who accepted, whatever else it says", () => {
    const event = "notification.endpoint.accepted";
    const other: AcceptanceSemantics = { ...ACCEPTED, finality: "unknown" };
    const landed = endpointRow(event, WEAK, "§5", ACCEPTED, { acceptance: other });
    expect(landed).toMatchObject({ scope: "endpoint", acceptance: ACCEPTED });
    expect(defineMapping({ "pigeon.landed": [landed] })["pigeon.landed"]).toEqual([landed]);
    expect(endpointRow(event, WEAK, "§5", ACCEPTED, { scope: "transport" }).scope).toBe(
      "transport",
    );
  });
});
