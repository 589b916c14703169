import { EXECUTABLE_EXTENSIONS, EXECUTABLE_MAGIC, readExecutables } from '../binary/executable.ts'
import { goBuildInfo } from '../binary/go-build-info.ts'
import { readModuleLines } from '../binary/go-module-lines.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector } from '../extractor.ts'
import { goRelease } from '../go/go-release.ts'
import { moduleName } from '../go/module-name.ts'

/**
 * Modules built into a Go program, and the standard library of the Go that built it. The program's own module is a project; where
 * it was built from a published version it is a component as well.
 */
export default defineExtractor({
  id: 'go-binary',
  title: 'Go programs (ELF, Windows, Mach-O)',
  type: 'golang',
  kind: 'binary',
  magic: EXECUTABLE_MAGIC.filter((magic) => magic !== '0061736d'),
  binaryExtensions: EXECUTABLE_EXTENSIONS.filter((extension) => extension !== 'wasm'),
  extract(input, out) {
    const written = new Set<string>()
    let found = 0
    const executables = readExecutables(input.file)
    for (const executable of executables) {
      const info = goBuildInfo(executable)
      if (info === null) continue
      found++
      if (info === 'damaged') {
        out.problem({ code: 'malformed', detail: 'the build information of the Go program is damaged' })
        continue
      }
      // The parts of a universal binary are builds of the same source.
      const key = `${info.goVersion}\n${info.modules}`
      if (!written.has(key)) write(info.goVersion, info.modules, out)
      written.add(key)
    }
    if (found > 0) return
    const isCut = executables.some((executable) => executable.isCut)
    if (isCut) out.problem({ code: 'malformed', effect: 'note', detail: 'the executable is cut off; what it was built from is not known' })
    else out.notMine()
  },
})

function write(goVersion: string, lines: string, out: Collector): void {
  out.format(goVersion)
  const { main, dependencies, local, unknown } = readModuleLines(lines)
  if (main === null && dependencies.length === 0 && !isOwnOfGo(lines)) {
    out.problem({ code: 'unsupported-content', detail: 'a Go program built without modules: only its standard library is known' })
  }
  for (const kind of new Set(unknown)) out.unknown(`line ${kind} of the build information`)
  const project = out.project({ name: main?.path ?? '', version: main?.version ?? '' })
  addStandardLibrary(goVersion, out)
  if (main !== null && isPublished(main.version)) {
    const own = out.component({ ...moduleName(main.path), version: main.version, direct: true })
    out.edge(project, own)
  }
  if (local > 0) out.skip('replaced by a local path', local)
  for (const { path, version } of dependencies) out.component({ ...moduleName(path), version: isPublished(version) ? version : '' })
}

/** The commands of Go itself hold nothing but the standard library. */
function isOwnOfGo(lines: string): boolean {
  return lines.startsWith('path\tcmd/')
}

/** A checkout that was changed has `+dirty` behind the version: the same code but for what nobody published. */
function isPublished(version: string): boolean {
  return version !== '' && version !== '(devel)' && !version.endsWith('+dirty')
}

/** `go1.21.5 X:boringcrypto` and `go1.18.7b7` are builds of that release. */
function addStandardLibrary(goVersion: string, out: Collector): void {
  const version = goRelease((goVersion.split(' ')[0] as string).replace(/b\d+$/, ''))
  if (version === '') out.unknown(`Go release ${goVersion}`)
  else out.component({ name: 'stdlib', version })
}
