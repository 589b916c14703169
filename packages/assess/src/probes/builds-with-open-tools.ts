import { notApplicable, undeclared, yes } from '../documents/answer.ts'
import { buildsInUse } from '../documents/builds-in-use.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'buildsWithOpenTools',
  title: 'Can the software be built with free software alone?',
  remediation: { text: 'Add a build that needs no proprietary tool (CMake, Meson …)', effort: 'high' },
  run(facts) {
    const builds = buildsInUse(facts)
    if (builds.length === 0) return notApplicable('There is no build file', [{ path: '.' }])
    const open = builds.find(({ system }) => system.open)
    if (open !== undefined)
      return yes(
        `${open.system.name} is free software`,
        open.paths.slice(0, 3).map((path) => ({ path })),
      )
    return undeclared(`only build files of ${builds.map(({ system }) => system.name).join(' and ')} were found`)
  },
})
