import type { Measured } from "../../../runtime/bench/lib/client.ts";
import { alternate, type BenchSettings, type Report } from "../../../runtime/bench/lib/pairs.ts";
import { ContentSettings } from "../../src/configuration/content.ts";
import { analyseContent } from "../../src/model/content-analysis.ts";
import { encodingOf, splitBody } from "../../src/model/segments.ts";
import { BODIES } from "./bodies.ts";
import { splitSms } from "./split-sms.ts";

interface SegmentsReport extends Report {
  /** Of cutting alone, which is all that the peer does: median of the paired ratios. */
  readonly split_ratio: number;
  /** Bodies cut per second, ours, median. */
  readonly split_rate: number;
}

/**
 * The whole analysis of §22 (characters, encoding, segments, links, opt-out text, filtering risk), against split-sms, which
 * decides the encoding and cuts. In this process, one core, the same bodies in the same order.
 */
export async function segments({ pairs, seconds }: BenchSettings): Promise<SegmentsReport> {
  const settings = ContentSettings.parse({ max_segments: 255, cost_per_segment: { DE: 0.075 } });
  const analyse = (body: string): unknown =>
    analyseContent({
      body,
      encoding: "auto",
      settings,
      stream: "notification",
      country: "DE",
      repliesPossible: true,
      trackedLinks: 0,
      optOutWords: OPT_OUT_WORDS,
    });
  const cut = (body: string): unknown => splitBody(body, encodingOf(body));
  const peer = (body: string): unknown => splitSms.split(body);
  for (const warm of [analyse, cut, peer]) measure(warm, 1);
  const rss = (): Promise<number> => Promise.resolve(process.memoryUsage.rss());
  const against = (name: string, ours: (body: string) => unknown): Promise<Report> =>
    alternate(
      name,
      pairs,
      () => Promise.resolve(measure(ours, seconds)),
      () => Promise.resolve(measure(peer, seconds)),
      rss,
    );
  const split = await against("split", cut);
  const report = await against("segments", analyse);
  return { ...report, split_ratio: split.ratio, split_rate: split.rate };
}

const OPT_OUT_WORDS = "stop stopall unsubscribe cancel end quit revoke optout".split(" ");
const ROUND = 50 * BODIES.length;

/** `p99Ms` is of rounds of a few hundred bodies, told per body: a single one is too short for the clock. */
function measure(work: (body: string) => unknown, seconds: number): Measured {
  const rounds: number[] = [];
  const start = performance.now();
  let now = start;
  while (now - start < seconds * 1_000) {
    for (let index = 0; index < ROUND; index += 1)
      if (work(BODIES[index % BODIES.length] ?? "") === undefined) throw new Error("No result.");
    const after = performance.now();
    rounds.push((after - now) / ROUND);
    now = after;
  }
  rounds.sort((a, b) => a - b);
  return {
    count: rounds.length * ROUND,
    seconds: (now - start) / 1_000,
    p99Ms: rounds[Math.floor(rounds.length * 0.99)] ?? Number.NaN,
    statuses: {},
  };
}
