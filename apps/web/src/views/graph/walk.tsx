import { Suspense, lazy, useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { Empty, Notice, Waiting } from '../../parts/states.tsx'
import { HIT_ICONS } from '../../shell/search-dialog.tsx'

type Found = Answer<'GraphAnswer'>
type Node = Found['nodes'][number]
const Picture = lazy(() => import('../../parts/graph-picture.tsx').then(({ GraphPicture }) => ({ default: GraphPicture })))

/** What was met, step by step: a list first, then the same as a picture. */
export function Walk({ of: { nodes, edges, truncated } }: { readonly of: Found }) {
  const [open, setOpen] = useState(false)
  if (nodes.length === 0) return <Empty icon="question" title={t('problem.not-found')} />
  const steps = [...new Set(nodes.map(({ depth }) => depth))].sort((a, b) => a - b)
  const pairs = edges.map(({ from, to }) => [nodes[from]?.label ?? '', nodes[to]?.label ?? ''])
  return (
    <div className="stack wide" aria-live="polite">
      {truncated ? (
        <Notice tone="medium" icon="question">
          {t('graph.truncated')}
        </Notice>
      ) : null}
      {pairs.length === 0 ? <p className="quiet">{t('graph.nothing')}</p> : null}
      {steps.map((step) => (
        <Card key={step} title={step === 0 ? t('graph.start') : t('graph.step', { number: step })}>
          <ul className="list">
            {nodes
              .filter(({ depth }) => depth === step)
              .map((node) => (
                <li key={`${node.kind} ${node.id}`} className="row tight-row">
                  <Icon name={HIT_ICONS[node.kind] ?? 'link'} />
                  <span className="wrap grow">
                    <Go to={addressOf(node)}>{node.label}</Go>
                  </span>
                  <span className="small quiet">
                    {t(`search.kind-${node.kind as 'project' | 'package' | 'version' | 'vulnerability'}`)}
                  </span>
                </li>
              ))}
          </ul>
        </Card>
      ))}
      {pairs.length === 0 ? null : (
        <details className="card" onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('graph.picture')}</summary>
          {open ? (
            <Suspense fallback={<Waiting lines={3} />}>
              <Picture paths={pairs} label={t('graph.picture-label', { count: nodes.length })} />
            </Suspense>
          ) : null}
        </details>
      )}
    </div>
  )
}

function addressOf({ kind, id, label }: Node): string {
  if (kind === 'project') return `/projects/${id}`
  if (kind === 'package') return `/components/${id}`
  if (kind === 'vulnerability') return `/advisories/${encodeURIComponent(label)}`
  return `/search?q=${encodeURIComponent(label)}`
}
