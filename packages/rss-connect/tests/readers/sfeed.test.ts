import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { AdapterActionResult } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { post } from "../support/child-service.ts";
import { action, content, publish, remove, update } from "../support/requests.ts";
import { newFolder } from "../support/service.ts";
import { runningService } from "./running.ts";

const sfeed = process.env["UNDERCLAIM_SFEED"] ?? "";
const [TITLE, ID] = [1, 5];

/** An sfeed with one subscription. */
function subscriber(feed: string) {
  const folder = newFolder();
  const rc = join(folder, "sfeedrc");
  writeFileSync(rc, `sfeedpath="${folder}/feeds"\nfeeds() {\n\tfeed "example" "${feed}"\n}\n`);
  return {
    /** Fetches once; every item that it has, as [title, id]. */
    async update(): Promise<(readonly [string, string])[]> {
      await promisify(execFile)(sfeed, [rc], { env: { HOME: folder, PATH: process.env["PATH"] } });
      return readFileSync(join(folder, "feeds", "example"), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.split("\t"))
        .map((fields) => [fields[TITLE] ?? "", fields[ID] ?? ""] as const);
    },
  };
}

describe.skipIf(sfeed === "")("sfeed, which UNDERCLAIM_SFEED must name,", () => {
  it.each(["rss.xml", "atom.xml"])(
    "has each item of %s once and under one identity, and keeps what it has of one that is gone",
    { timeout: 60_000 },
    async (file) => {
      const address = await runningService();
      const act = async (request: unknown): Promise<AdapterActionResult["metadata"]> => {
        const answer = await post<AdapterActionResult>(`${address}/adapter/actions`, request);
        expect(answer.status).toBe(202);
        return answer.body.metadata;
      };
      const reader = subscriber(`${address}/feeds/example/${file}`);
      const first = await act(publish({ content: content({ subject: "First & last <notice>" }) }));
      expect(await reader.update()).toEqual([["First & last <notice>", first?.["guid_or_id"]]]);

      await act(
        update(
          { feed_item_id: first?.["feed_item_id"] },
          { content: content({ subject: "First & last <notice>", body_text: "Revised." }) },
        ),
      );
      const second = await act(publish({ content: content({ subject: "Second notice" }) }));
      await reader.update();
      const both = [second?.["guid_or_id"], first?.["guid_or_id"]];
      expect(new Set((await reader.update()).map(([, id]) => id))).toEqual(new Set(both));
      expect(await reader.update()).toHaveLength(2);

      await act(remove({ feed_item_id: first?.["feed_item_id"] }));
      const expired = { feed_item_id: second?.["feed_item_id"] };
      await act(action("feed.expire_item", { parameters: expired }));
      expect(await reader.update()).toHaveLength(2);
    },
  );
});
