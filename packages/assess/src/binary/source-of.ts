import { folderOf, nameOf } from '@cupel/source'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { ExecutableFormat } from './executable-format.ts'

const SOURCES: Readonly<Record<string, RegExp>> = {
  elf: /\.(?:c|cc|cpp|cxx|s|asm|rs|go|zig|d|nim|f90|pas)$/i,
  pe: /\.(?:c|cc|cpp|cxx|rs|go|cs|fs|vb|asm|s|nim|pas)$/i,
  'mach-o': /\.(?:c|cc|cpp|m|mm|swift|rs|go)$/i,
  wasm: /\.(?:wat|wast|c|cc|cpp|rs|go|zig|ts|as)$/i,
  'java-class': /\.(?:java|kt|scala|groovy|clj)$/i,
  'python-bytecode': /\.py$/i,
  'archive-of-objects': /\.(?:c|cc|cpp|s|rs)$/i,
  dex: /\.(?:java|kt|smali)$/i,
}

/** Source files by name without ending, in lower case. */
const byStem = reading((facts): ReadonlyMap<string, readonly string[]> => {
  const stems = new Map<string, string[]>()
  for (const path of facts.files.paths) {
    if (
      !/\.(?:c|cc|cpp|cxx|s|asm|rs|go|zig|d|nim|f90|pas|cs|fs|vb|m|mm|swift|wat|wast|ts|as|java|kt|scala|groovy|clj|py|smali)$/i.test(path)
    )
      continue
    const stem = nameOf(path)
      .replace(/\.[^.]+$/, '')
      .toLowerCase()
    const list = stems.get(stem)
    if (list === undefined) stems.set(stem, [path])
    else if (list.length < 50) list.push(path)
  }
  return stems
})

/** A source file of the tree that a binary can be built from: same name, fitting language, the same folder or one beside it. */
export function sourceOf(facts: Facts, path: string, { format }: ExecutableFormat): string {
  const endings = SOURCES[format]
  if (endings === undefined) return ''
  const stem = nameOf(path)
    .replace(/\.(?:so|dylib)(?:\.\d+)*$|\.[^.]+$/i, '')
    .replace(/^lib/, '')
    .replace(/\$.*$/, '')
    .replace(/\.cpython-\d+$/, '')
    .toLowerCase()
  if (stem.length < 2) return ''
  const home = folderOf(path).split('/')
  const near = (byStem(facts).get(stem) ?? []).filter((one) => endings.test(one))
  return near.find((one) => shared(folderOf(one).split('/'), home) >= Math.min(1, home.length - 1)) ?? ''
}

function shared(a: readonly string[], b: readonly string[]): number {
  let count = 0
  while (count < a.length && count < b.length && a[count] === b[count] && a[count] !== '') count++
  return count
}
