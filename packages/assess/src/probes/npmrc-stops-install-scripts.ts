import { no, notApplicable, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

const SETTING = /^\s*(?:ignore-scripts\s*=\s*true|enableScripts:\s*false|onlyBuiltDependencies|strict-?[dD]ep-?[bB]uilds?\s*[:=]\s*true)/

export default defineProbe({
  id: 'npmrcStopsInstallScripts',
  title: 'Are install scripts of dependencies off by default?',
  remediation: { text: 'Write «ignore-scripts=true» in .npmrc and allow single packages', effort: 'low' },
  run(facts) {
    if (!facts.files.has('package.json')) return notApplicable('There is no package.json', [{ path: '.' }])
    for (const path of ['.npmrc', '.yarnrc.yml', 'pnpm-workspace.yaml']) {
      const at = (facts.files.text(path) ?? '').split('\n', 2_000).findIndex((line) => SETTING.test(line.slice(0, 500)))
      if (at >= 0) return yes('Install scripts are off, or on for named packages only', [{ path, line: at + 1 }])
    }
    return no('Install scripts of dependencies run', [{ path: 'package.json' }])
  },
})
