// Request durations as a Prometheus histogram. Counted here: a client library looks every series up by its labels, for each request.

const NAME = "underclaim_http_request_duration_seconds";
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Series {
  readonly labels: string;
  /** One for each bound, and one for what is longer. Not cumulative. */
  readonly counts: number[];
  sum: number;
}

export interface Durations {
  observe(method: string, route: string, status: number, seconds: number): void;
  /** In Prometheus' text format. */
  text(): string;
}

/** Labels are closed sets: methods, route templates, statuses. */
export function durations(): Durations {
  const byRoute = new Map<string, Map<number, Map<string, Series>>>();

  function seriesOf(method: string, route: string, status: number): Series {
    const ofRoute = byRoute.get(route) ?? new Map<number, Map<string, Series>>();
    const ofStatus = ofRoute.get(status) ?? new Map<string, Series>();
    const series = ofStatus.get(method) ?? {
      labels: `method="${method}",route="${escaped(route)}",status="${status}"`,
      counts: Array.from({ length: BOUNDS.length + 1 }, () => 0),
      sum: 0,
    };
    byRoute.set(route, ofRoute.set(status, ofStatus.set(method, series)));
    return series;
  }

  return {
    observe(method, route, status, seconds) {
      const series =
        byRoute.get(route)?.get(status)?.get(method) ?? seriesOf(method, route, status);
      let bound = 0;
      while (bound < BOUNDS.length && seconds > (BOUNDS[bound] ?? 0)) bound += 1;
      series.counts[bound] = (series.counts[bound] ?? 0) + 1;
      series.sum += seconds;
    },
    text() {
      const all = [...byRoute.values()].flatMap((of) =>
        [...of.values()].flatMap((each) => [...each.values()]),
      );
      return [
        `# HELP ${NAME} Requests by route template.`,
        `# TYPE ${NAME} histogram`,
        ...all.flatMap(linesOf),
        "",
      ].join("\n");
    },
  };
}

function linesOf({ labels, counts, sum }: Series): string[] {
  let below = 0;
  const buckets = counts.map((count, index) => {
    below += count;
    return `${NAME}_bucket{le="${BOUNDS[index] ?? "+Inf"}",${labels}} ${below}`;
  });
  return [...buckets, `${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${below}`];
}

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
