import { expect, test } from "vitest";
import { testService } from "../support/service.ts";

const OF_A_FEED = [
  "",
  "/access",
  "/fetch-events",
  "/health",
  "/manifest",
  "/subscriber-claims",
  "/websub/subscriptions",
];

test("whatever is asked of a feed that is not there is not found, and of one that is, is answered", async () => {
  const service = await testService({
    configuration: {
      public_url: "https://feeds.example.com",
      websub: { hub: { enabled: true } },
    },
  });
  for (const path of OF_A_FEED) {
    expect([path, (await service.get(`/feeds/none${path}`)).status]).toEqual([path, 404]);
    expect([path, (await service.get(`/feeds/example${path}`)).status]).toEqual([path, 200]);
  }
});
