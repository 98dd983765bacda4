/** The recipients of both: clients that give receipts and forget what they have received. */
import { readFile } from "node:fs/promises";
import process from "node:process";
import { Peer } from "../../tests/support/peer.ts";
import { orderOf, RECIPIENTS } from "./order.ts";

const { directPort, caFile } = orderOf();
const ca = await readFile(caFile, "utf8");
const peers = await Promise.all(
  Array.from({ length: RECIPIENTS }, (_, index) =>
    Peer.connect({ directPort, ca }, { user: `ann${index}`, receipts: true }),
  ),
);
process.send?.("ready");
setInterval(() => {
  for (const peer of peers) peer.stanzas.splice(0);
}, 1_000).unref();
