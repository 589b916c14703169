import { auditableCrates, AuditableDataInvalid } from '../binary/auditable-data.ts'
import type { AuditableCrate } from '../binary/auditable-data.ts'
import { EXECUTABLE_EXTENSIONS, EXECUTABLE_MAGIC, readExecutables } from '../binary/executable.ts'
import type { Executable } from '../binary/section.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, NodeId } from '../extractor.ts'

/** Crates that cargo-auditable listed in a Rust program, with the graph of their dependencies. Local crates are projects. */
export default defineExtractor({
  id: 'auditable-binary',
  title: 'Rust programs built with cargo-auditable (ELF, Windows, Mach-O, WebAssembly)',
  type: 'cargo',
  kind: 'binary',
  magic: EXECUTABLE_MAGIC,
  binaryExtensions: EXECUTABLE_EXTENSIONS,
  extract(input, out) {
    const written = new Set<string>()
    let found = 0
    for (const executable of readExecutables(input.file)) {
      const crates = cratesOf(executable, out)
      if (crates === null) continue
      found++
      // The parts of a universal binary are builds of the same source.
      const key = JSON.stringify(crates)
      if (!written.has(key)) write(crates, out)
      written.add(key)
    }
    if (found === 0) out.notMine()
  },
})

function cratesOf(executable: Executable, out: Collector): readonly AuditableCrate[] | null {
  try {
    return auditableCrates(executable)
  } catch (error) {
    if (!(error instanceof AuditableDataInvalid)) throw error
    out.problem({ code: 'malformed', detail: error.message })
    return []
  }
}

function write(crates: readonly AuditableCrate[], out: Collector): void {
  out.format('0')
  out.entries(crates.length)
  const nodes = crates.map((crate) => nodeOf(crate, out))
  let astray = 0
  for (const [at, { dependencies }] of crates.entries()) {
    for (const dependency of dependencies) {
      const [from, to] = [nodes[at], nodes[dependency]]
      if (to === undefined) astray++
      else if (from !== null && from !== undefined && to !== null) out.edge(from, to)
    }
  }
  if (astray > 0) out.problem({ code: 'malformed', detail: `${astray} dependencies on crates that are not in the list` })
}

function nodeOf({ name, version, source, isBuildOnly, isRoot }: AuditableCrate, out: Collector): NodeId | null {
  if (name === '') return null
  if (isRoot && source === 'local') {
    out.skip('the program itself')
    return out.project({ name, version })
  }
  if (source === 'local') {
    out.skip('crate of a local path')
    return out.project({ name, version })
  }
  return out.component({ name, version, scopes: [isBuildOnly ? 'build' : 'runtime'] })
}
