import { cupelHome, syncDatabase } from '@cupel/engine/database'
import type { SyncEvent } from '@cupel/engine/database'
import { printable } from '@cupel/engine'
import { counted } from '../counted.ts'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { progressOn } from '../progress.ts'
import type { Progress } from '../progress.ts'
import { DB_FLAGS } from '../db-flags.ts'

/** `cupel db sync`: fetch advisories, changed ones only. */
export default defineCommand({
  id: 'db-sync',
  summary: 'fetch or update the advisory database',
  usage: '',
  arity: [0, 0],
  graceful: true,
  flags: {
    from: {
      type: 'string',
      value: 'URL|DIR',
      help: "OSV's bucket or a copy of it, or a folder holding osv/, kev/ and epss/ (default: the public bucket)",
    },
    ecosystem: { type: 'string', multiple: true, value: 'NAME', help: 'only this ecosystem; may be repeated (default: all)' },
    force: { type: 'boolean', help: 'build anew instead of fetching changes' },
    offline: { type: 'boolean', help: 'no network: --from must be a folder' },
    ...DB_FLAGS,
  },
  description:
    'Fetches only what changed since the last sync. The old database stays whole until the new one is complete, also when interrupted.',
  examples: [
    ['cupel db sync', 'all ecosystems of the public bucket'],
    ['cupel db sync --ecosystem npm --ecosystem PyPI', 'two ecosystems'],
    ['cupel db sync --from /mnt/mirror', 'from a folder, for machines without a network'],
  ],
  async run({ flags, env, now, signal, stdout, stderr }) {
    const progress = progressOn(stderr, { quiet: isSet(flags, 'quiet'), now })
    const from = text(flags, 'from')
    const ecosystems = texts(flags, 'ecosystem')
    const result = await syncDatabase({
      home: text(flags, 'db') ?? cupelHome(env),
      ...(from === undefined ? {} : { from }),
      ...(ecosystems.length === 0 ? {} : { ecosystems }),
      offline: isSet(flags, 'offline'),
      force: isSet(flags, 'force'),
      signal,
      now,
      emit: (event) => show(event, progress),
    }).finally(() => progress.done())
    const updated = result.parts.filter(({ outcome }) => outcome === 'built' || outcome === 'updated').map(({ name }) => name)
    const signals = updated.filter((name) => name === 'kev' || name === 'epss')
    const fresh = [
      ...(updated.length > signals.length ? [counted(updated.length - signals.length, 'ecosystem')] : []),
      ...signals.map((name) => name.toUpperCase()),
    ]
    const kept = result.parts.filter(({ outcome }) => outcome === 'kept')
    const records = result.manifest.ecosystems.reduce((sum, one) => sum + one.records, 0)
    stdout.write(
      `${counted(records, 'advisory')} of ${counted(result.manifest.ecosystems.length, 'ecosystem')}; ${fresh.length === 0 ? 'nothing new' : `updated: ${fresh.join(', ')}`}\n`,
    )
    for (const { detail, path } of result.problems)
      stderr.write(`cupel: ${path === '' ? '' : `${printable(path)}: `}${printable(detail)}\n`)
    if (kept.length > 0) stderr.write(`cupel: not updated: ${kept.map(({ name }) => name).join(', ')}\n`)
    return kept.length > 0 || result.problems.some(({ effect }) => effect === 'incomplete') ? 3 : 0
  },
})

function show(event: SyncEvent, progress: Progress): void {
  if (event.type === 'waiting') progress.show(`waiting for another sync (${event.holder})`)
  else if (event.type === 'download')
    progress.show(`${event.what}: ${megabytes(event.done)}${event.total === null ? '' : ` of ${megabytes(event.total)}`}`)
  else if (event.type === 'records') progress.show(`${event.ecosystem}: ${event.done} of ${event.total} records`)
  else if (event.type === 'retry') progress.show(`${event.what}: try ${event.attempt}, ${event.detail}`)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
