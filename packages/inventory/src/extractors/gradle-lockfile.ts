import type { Scope } from '@cupel/model'
import { defineExtractor } from '../extractor.ts'
import { configurationScopes } from '../gradle/configuration-scopes.ts'
import { parseCoordinates } from '../maven/coordinates.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/** Gradle dependency locking (Gradle user manual, "Locking versions"): one `group:name:version=configurations` a line. */
export default defineExtractor({
  id: 'gradle-lockfile',
  title: 'Gradle dependency locks: gradle.lockfile, buildscript-gradle.lockfile and the older one file a configuration',
  type: 'maven',
  kind: 'lock',
  files: ['gradle.lockfile'],
  suffixes: ['-gradle.lockfile', '.gradle.lockfile'],
  paths: ['gradle/dependency-locks/'],
  claims: (path) => path.endsWith('.lockfile'),
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const one = input.path.endsWith('gradle.lockfile')
    const ofFile = one ? '' : input.path.slice(input.path.lastIndexOf('/') + 1, -'.lockfile'.length)
    let ended = false
    let number = 0
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trim()
      if (line === '' || line.startsWith('#')) continue
      const equals = line.indexOf('=')
      if (line.startsWith('empty=')) {
        if (ended) out.problem({ code: 'malformed', line: number, detail: 'the closing line `empty=` stands twice: two files in one' })
        ended = true
        continue
      }
      const coordinates = parseCoordinates(equals < 0 ? line : line.slice(0, equals))
      if (coordinates === null || coordinates.version === '' || (one && equals < 0)) {
        out.unknown(line, number)
        continue
      }
      out.entries(1)
      const configurations = (equals < 0 ? ofFile : line.slice(equals + 1)).split(',').map((name) => name.trim())
      const scopes: readonly Scope[] = configurationScopes(configurations, input.path.endsWith('buildscript-gradle.lockfile'))
      out.component({ namespace: coordinates.group, name: coordinates.artifact, version: coordinates.version, line: number, scopes })
    }
    if (one && !ended)
      out.problem({ code: 'malformed', line: number, detail: 'the closing line `empty=` is missing: the file is cut short' })
  },
})
