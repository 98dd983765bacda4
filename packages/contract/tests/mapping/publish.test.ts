import { describe, expect, it } from "vitest";
import {
  NativeEventSemantics,
  NativeStatusMapping,
  toNativeEventSemantics,
  toNativeStatusMappings,
} from "@underclaim/contract";
import { pigeonMapping } from "./sample-adapter.ts";

describe("a published mapping", () => {
  it("has one NativeStatusMapping per row, each valid", () => {
    const published = toNativeStatusMappings(pigeonMapping);
    expect(published.map((row) => row.native_status)).toEqual([
      "pigeon.released",
      "pigeon.landed",
      "pigeon.answered",
    ]);
    for (const row of published) expect(NativeStatusMapping.parse(row)).toEqual(row);
  });

  it("says what a row depends on and warns of", () => {
    expect(toNativeStatusMappings(pigeonMapping)[1]).toMatchObject({
      normalized_event: "notification.endpoint.accepted",
      product_or_feature_dependent: true,
      required_features: ["loft_bell"],
      warning: "A loft is not a reader.",
      examples: ["bell"],
      ambiguous: false,
    });
  });

  it("has one NativeEventSemantics per row, each valid", () => {
    const published = toNativeEventSemantics(pigeonMapping, "pigeons");
    for (const row of published) expect(NativeEventSemantics.parse(row)).toEqual(row);
    expect(published[0]).toMatchObject({
      native_event_type: "pigeon.released",
      source_system: "pigeons",
      does_not_mean: ["that anything was sent"],
      normalized_mapping: "notification.attempt.created",
    });
  });
});
