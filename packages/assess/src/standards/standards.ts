import type { Catalogue } from './catalogue.ts'
import { checkedCatalogue } from './read-catalogue.ts'

export interface StandardEntry {
  readonly id: string
  readonly title: string
  load(): Promise<Catalogue>
}

/** A catalogue of this package's data folder; loaded when it is asked for, and checked as a user's own would be. */
function standard(id: string, title: string, load: () => Promise<{ readonly default: unknown }>): StandardEntry {
  return { id, title, load: async () => checkedCatalogue((await load()).default) }
}

/** The standards that come with cupel. A further one is a file in the data folder and a line here, or a file of the user's. */
export const STANDARDS: readonly StandardEntry[] = [
  standard('best-practices', 'Best Practices Badge', () => import('../../data/best-practices.json', { with: { type: 'json' } })),
  standard('osps-baseline', 'OSPS Baseline', () => import('../../data/osps-baseline.json', { with: { type: 'json' } })),
  standard('s2c2f', 'Secure Supply Chain Consumption Framework', () => import('../../data/s2c2f.json', { with: { type: 'json' } })),
  standard('slsa', 'SLSA', () => import('../../data/slsa.json', { with: { type: 'json' } })),
  standard(
    'concise-developing',
    'Concise Guide: Developing',
    () => import('../../data/concise-developing.json', { with: { type: 'json' } }),
  ),
  standard(
    'concise-evaluating',
    'Concise Guide: Evaluating',
    () => import('../../data/concise-evaluating.json', { with: { type: 'json' } }),
  ),
  standard('npm-guide', 'npm Best Practices Guide', () => import('../../data/npm-guide.json', { with: { type: 'json' } })),
]
