import { useMantineColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatDay } from '../language/format.ts'

export interface ChartProps {
  readonly label: string
  /** Seconds since 1970, rising. */
  readonly times: readonly number[]
  readonly lines: readonly { readonly name: string; readonly colour: string; readonly values: readonly number[] }[]
}

const HEIGHT = 220
/** Each line has its own dashes too: colours alone tell nothing to many. */
const DASHES = [[], [8, 4], [3, 3], [10, 3, 2, 3], [2, 6], [14, 4]]

/** Lines over time. Its numbers stand in a table beside it. */
export function Chart({ label, times, lines }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { colorScheme } = useMantineColorScheme()
  useEffect(() => {
    const box = frame.current
    if (box === null) return
    const style = getComputedStyle(document.documentElement)
    const ink = style.getPropertyValue('--ink-3')
    const grid = style.getPropertyValue('--line')
    const plot = new UPlot(
      {
        width: box.clientWidth,
        height: HEIGHT,
        cursor: { drag: { x: false, y: false } },
        legend: { live: false },
        axes: [
          {
            stroke: ink,
            space: 90,
            grid: { stroke: grid, width: 1 },
            ticks: { show: false },
            values: (_, splits) => splits.map((at) => formatDay(new Date(at * 1000).toISOString()).replace(/,? ?\d{4}年?/, '')),
          },
          { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { show: false }, size: 44 },
        ],
        series: [
          {},
          ...lines.map(({ name, colour }, index) => ({
            label: name,
            stroke: style.getPropertyValue(colour),
            width: 2,
            dash: DASHES[index] ?? [],
            points: { show: false },
          })),
        ],
      },
      [[...times], ...lines.map(({ values }) => [...values])],
      box,
    )
    const watch = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }))
    watch.observe(box)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [times, lines, colorScheme])
  return <div ref={frame} className="chart" role="img" aria-label={label} />
}
