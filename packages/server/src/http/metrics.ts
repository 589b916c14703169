const BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]

export interface Metrics {
  /** Counts an answered request under its route's pattern, never under its address. */
  observe(route: string, method: string, status: number, seconds: number): void
  /** A number that is asked when the metrics are. */
  gauge(name: string, help: string, value: () => number): void
  /** Prometheus text exposition, version 0.0.4. */
  text(): string
}

interface Series {
  count: number
  seconds: number
  readonly buckets: number[]
}

export function createMetrics(): Metrics {
  const series = new Map<string, Series>()
  const gauges: { readonly name: string; readonly help: string; readonly value: () => number }[] = []
  return {
    observe(route, method, status, seconds) {
      const labels = `route="${escaped(route)}",method="${method}",status="${status}"`
      const one = series.get(labels) ?? { count: 0, seconds: 0, buckets: BUCKETS_SECONDS.map(() => 0) }
      series.set(labels, one)
      one.count += 1
      one.seconds += seconds
      for (const [at, bound] of BUCKETS_SECONDS.entries()) if (seconds <= bound) one.buckets[at] = (one.buckets[at] ?? 0) + 1
    },
    gauge: (name, help, value) => void gauges.push({ name, help, value }),
    text: () => [...gauges.map(gaugeText), histogramText(series)].join(''),
  }
}

function gaugeText({ name, help, value }: { readonly name: string; readonly help: string; readonly value: () => number }): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value()}\n`
}

function histogramText(series: ReadonlyMap<string, Series>): string {
  const name = 'cupel_http_request_duration_seconds'
  const lines = [`# HELP ${name} Time to answer a request.\n# TYPE ${name} histogram\n`]
  for (const [labels, { count, seconds, buckets }] of series) {
    for (const [at, bound] of BUCKETS_SECONDS.entries()) lines.push(`${name}_bucket{${labels},le="${bound}"} ${buckets[at] ?? 0}\n`)
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}\n${name}_sum{${labels}} ${seconds}\n${name}_count{${labels}} ${count}\n`)
  }
  return lines.join('')
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
