import { printable, printableJson } from '@cupel/engine'
import { rankCorpus } from '@cupel/engine/assess'
import type { CorpusRanking } from '@cupel/engine/assess'
import { numberOf } from '../assess-flags.ts'
import { defineCommand, isSet, text } from '../command.ts'
import type { Output } from '../command.ts'
import { showProblems } from '../show-problems.ts'

/** `cupel rank`: what most others stand on. */
export default defineCommand({
  id: 'rank',
  summary: 'rank packages by how many others stand on them, each with a path that shows why',
  usage: 'CORPUS…',
  arity: [1, 10_000],
  flags: {
    top: { type: 'string', value: 'N', help: 'how many to show (default: 20)' },
    versions: { type: 'boolean', help: 'count each version as a package of its own' },
    format: { type: 'string', short: 'f', value: 'NAME', help: 'how to show it (default: text)', choices: ['text', 'json'] },
  },
  description:
    'CORPUS is a Debian Packages index (as it is, or packed by gzip or zstd), a folder of lock files or SBOMs, or one of them; several are one\n' +
    'corpus together. Exit 3 when something in it could not be read.',
  examples: [
    ['cupel rank Packages.gz --top 10', 'what Debian stands on'],
    ['cupel rank services/', 'what your own lock files stand on'],
  ],
  async run({ args, flags, cwd, stdout, stderr }) {
    const top = Math.floor(numberOf('--top', text(flags, 'top') ?? '20', [1, 1_000_000]))
    const ranking = await rankCorpus(args, { cwd, top, versions: isSet(flags, 'versions') })
    if (text(flags, 'format') === 'json') {
      const { packages, graphs, ranks, problems } = ranking
      stdout.write(`${printableJson(JSON.stringify({ schemaVersion: '1.0', packages, graphs, ranks, problems }, null, 2))}\n`)
      return problems.some(({ effect }) => effect === 'incomplete') ? 3 : 0
    }
    show(ranking, stdout)
    return showProblems(
      ranking.problems.filter(({ effect }) => effect === 'incomplete'),
      stderr,
    )
      ? 3
      : 0
  },
})

function show({ packages, graphs, ranks }: CorpusRanking, stdout: Output): void {
  const arrow = stdout.unicode ? ' → ' : ' -> '
  stdout.write(`${packages} packages in ${graphs} ${graphs === 1 ? 'graph' : 'graphs'}\n\n`)
  for (const { rank, name, transitive, direct, directRank, why } of ranks) {
    stdout.write(
      `${String(rank).padStart(4)}  ${printable(name)}  ${transitive} depend on it, ${direct} directly (rank ${directRank} by that)\n`,
    )
    if (why.path.length > 1) stdout.write(`      ${why.path.map(printable).join(arrow)}\n`)
  }
}
