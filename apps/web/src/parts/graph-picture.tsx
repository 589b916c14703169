import dagre from '@dagrejs/dagre'
import { useMemo } from 'react'
import { t } from '../language/translate.ts'

const MAX_NODES = 300
const CHARACTER = 7.4

interface Drawn {
  readonly nodes: readonly {
    readonly name: string
    readonly x: number
    readonly y: number
    readonly width: number
    readonly target: boolean
  }[]
  readonly edges: readonly string[]
  readonly width: number
  readonly height: number
}

/** The paths as a picture, for those whom it helps; the list says the same. More than 300 components are not drawn. */
export function GraphPicture({ paths, label }: { readonly paths: readonly (readonly string[])[]; readonly label: string }) {
  const drawn = useMemo(() => draw(paths), [paths])
  if (drawn === null) return <p className="quiet">{t('paths.too-many', { number: MAX_NODES })}</p>
  return (
    <div className="picture" tabIndex={0} role="group" aria-label={label}>
      <svg width={drawn.width} height={drawn.height} viewBox={`0 0 ${drawn.width} ${drawn.height}`} role="img" aria-label={label}>
        {drawn.edges.map((path) => (
          <path key={path} d={path} />
        ))}
        {drawn.nodes.map(({ name, x, y, width, target }) => (
          <g key={name} className={target ? 'target' : undefined} transform={`translate(${x - width / 2} ${y - 14})`}>
            <rect width={width} height="28" rx="6" />
            <text x={width / 2} y="18" textAnchor="middle">
              {name}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}

function draw(paths: readonly (readonly string[])[]): Drawn | null {
  const names = new Set(paths.flat())
  if (names.size > MAX_NODES) return null
  const targets = new Set(paths.map((path) => path.at(-1)))
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 44, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const name of names) graph.setNode(name, { width: Math.max(60, name.length * CHARACTER + 20), height: 28 })
  for (const path of paths) for (const [index, name] of path.entries()) if (index > 0) graph.setEdge(path[index - 1] as string, name)
  dagre.layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    nodes: [...names].map((name) => {
      const { x, y, width: wide } = graph.node(name) as { x: number; y: number; width: number }
      return { name, x, y, width: wide, target: targets.has(name) }
    }),
    edges: graph.edges().map((edge) => {
      const { points } = graph.edge(edge) as { points: readonly { x: number; y: number }[] }
      return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${Math.round(x)} ${Math.round(y)}`).join('')
    }),
    width,
    height,
  }
}
