import { componentsNamed, dependencyPaths, explainWhy, findingsAbout, scan } from '@cupel/engine'
import { notInTarget } from '@cupel/model'
import { defineCommand } from '../command.ts'
import { SCAN_FLAGS, scanOptions } from '../scan-flags.ts'

const MAX_PATHS = 20

/** `cupel why`: the places and dependency paths of a component, or of the components an advisory concerns. */
export default defineCommand({
  id: 'why',
  summary: 'show what brings a component in, by package or advisory id',
  usage: 'PACKAGE|PURL|ADVISORY [TARGET]',
  arity: [1, 2],
  flags: SCAN_FLAGS,
  examples: [
    ['cupel why lodash', 'every version of it, each with its places and shortest paths'],
    ['cupel why CVE-2021-44228 app.tar', 'whatever that advisory concerns in an image'],
  ],
  async run(context) {
    const [name = '', target = '.'] = context.args
    const report = await scan(target, scanOptions(context))
    const concerned = new Set(findingsAbout(report, name).map(({ component }) => component))
    const named = componentsNamed(report.components, name)
    const components = named.length > 0 ? named : report.components.filter(({ purl }) => concerned.has(purl))
    if (components.length === 0) throw notInTarget(name, target)
    const paths = dependencyPaths(report.graphs)
    const { columns, colour, unicode } = context.stdout
    const answers = components.map((component) => ({ component, paths: paths.to(component.purl, MAX_PATHS), findings: report.findings }))
    context.stdout.write(explainWhy(answers, { width: columns, colour, unicode }))
    return 0
  },
})
