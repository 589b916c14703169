import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readYaml } from '@cupel/formats'

/**
 * Brings the facts of third-party catalogues (ids, levels, groups, flags, references) from ../shared into
 * packages/assess/data. Titles, rules and questions of the data files are ours and stay; a new id gets an empty title, which the
 * reader of catalogues refuses until someone writes one. No sentence of a catalogue is copied.
 * Usage: node scripts/run.mjs scripts/sync-catalogues.ts [--check], then oxfmt on the data folder.
 */
const SHARED = join(process.cwd(), '..', 'shared', 'assessment')
const DATA = join(process.cwd(), 'packages', 'assess', 'data')
const LEVELS: Readonly<Record<string, string>> = { '0': 'passing', '1': 'silver', '2': 'gold' }

interface Entry {
  readonly id: string
  readonly levels: readonly string[]
  readonly [field: string]: unknown
}

type Fields = Readonly<Record<string, unknown>>

function shared(path: string): unknown {
  const text = readFileSync(join(SHARED, path), 'utf8')
  // The badge's file is an ordered map of ordered maps: lists of single pairs.
  return path.endsWith('.json') ? JSON.parse(text) : readYaml(text.replaceAll('!!omap', ''))[0]
}

function pairs(value: unknown): readonly (readonly [string, unknown])[] {
  const items = Array.isArray(value) ? value : [value]
  return items.flatMap((item: unknown) => Object.entries((item ?? {}) as Fields))
}

function flags(fields: Fields): Fields {
  const names = {
    na_allowed: 'naAllowed',
    met_url_required: 'metUrl',
    met_justification_required: 'metJustification',
    na_justification_required: 'naJustification',
  }
  return Object.fromEntries(Object.entries(names).flatMap(([from, to]) => (fields[from] === true ? [[to, true]] : [])))
}

function badge(): readonly Entry[] {
  return pairs(shared('badge/criteria.yml')).flatMap(([level, groups]) =>
    pairs(groups).flatMap(([group, parts]) =>
      pairs(parts).flatMap(([, criteria]) =>
        pairs(criteria).map(([id, fields]) => ({
          id,
          group,
          levels: [LEVELS[level] ?? level],
          category: (fields as Fields)['category'],
          ...flags(fields as Fields),
        })),
      ),
    ),
  )
}

function baseline(): readonly Entry[] {
  const controls = new Map<string, Fields>()
  for (const name of readdirSync(join(SHARED, 'osps-baseline')).filter((one) => one.startsWith('OSPS-'))) {
    const file = shared(`osps-baseline/${name}`) as { groups: { title: string }[]; controls: Fields[] }
    for (const control of file.controls) {
      const lists = (control['guidelines'] ?? []) as { 'reference-id': string; entries: Fields[] }[]
      const references = Object.fromEntries(
        lists.map((one) => [one['reference-id'], one.entries.map((entry) => String(entry['reference-id']).trim())]),
      )
      for (const requirement of control['assessment-requirements'] as { id: string }[])
        controls.set(requirement.id, { group: file.groups[0]?.title, references })
    }
  }
  return Object.entries(shared('badge/baseline_criteria.yml') as Fields).flatMap(([level, groups]) => {
    if (!level.startsWith('baseline-')) return []
    return Object.values(groups as Fields).flatMap((parts) =>
      Object.values(parts as Fields).flatMap((criteria) =>
        Object.entries(criteria as Record<string, Fields>).map(([field, fields]) => {
          const id = String(fields['original_id'])
          return { id, levels: [level.slice(9)], category: fields['category'], field, ...flags(fields), ...controls.get(id) }
        }),
      ),
    )
  })
}

function consumption(): readonly Entry[] {
  const { requirements } = shared('s2c2f/requirements.json') as {
    requirements: { id: string; practice: string; level: number; references: Fields }[]
  }
  return requirements.map(({ id, practice, level, references }) => ({
    id,
    group: practice,
    levels: [String(level)],
    ...(Object.keys(references).length === 0 ? {} : { references }),
  }))
}

let stale = 0
for (const [name, facts] of [
  ['best-practices', badge()],
  ['osps-baseline', baseline()],
  ['s2c2f', consumption()],
] as const) {
  const path = join(DATA, `${name}.json`)
  const catalogue = JSON.parse(readFileSync(path, 'utf8')) as { requirements: Entry[] }
  // The formatter lays the file out in its own way; only the content is compared.
  const before = JSON.stringify(catalogue, null, 2) + '\n'
  const ours = new Map(catalogue.requirements.map((one) => [`${String(one.levels[0])} ${one.id}`, one]))
  const requirements = facts.map((fact) => ({
    ...(ours.get(`${String(fact.levels[0])} ${fact.id}`) ?? { id: fact.id, title: '' }),
    ...fact,
  }))
  const gone = ours.size - facts.filter((fact) => ours.has(`${String(fact.levels[0])} ${fact.id}`)).length
  const after = JSON.stringify({ ...catalogue, requirements }, null, 2) + '\n'
  const fresh = requirements.filter((one) => one['title'] === '').length
  console.log(`${name}: ${requirements.length} requirements, ${fresh} new, ${gone} gone, ${after === before ? 'unchanged' : 'changed'}`)
  if (after === before) continue
  stale++
  if (!process.argv.includes('--check')) writeFileSync(path, after)
}
if (stale > 0 && process.argv.includes('--check')) process.exitCode = 1
