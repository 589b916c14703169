import { folderOf } from '@cupel/source'
import type { ExtractInput } from '../extractor.ts'

/** No build nests its projects deeper, or keeps its versions in more files. */
const MAX_DEPTH = 16
const MAX_FILES = 40

const APPLY = /\bapply[ \t]*\(?[ \t]*from[ \t]*[:=][ \t]*(?:file\(|rootProject\.file\()?["']([^"'\n]{1,300})["']/g
const ROOT = /^\$\{?(?:rootDir|projectDir|project\.(?:rootDir|projectDir)|rootProject\.(?:rootDir|projectDir))\}?\//

/**
 * Texts of the files in which a build keeps names for versions and modules: scripts that the script and those above apply, and the
 * sources of `buildSrc` beside them.
 */
export function scriptsAround(input: ExtractInput, own: string): readonly string[] {
  const texts: string[] = []
  const applied = new Set(appliedIn(own))
  const seen = new Set<string>()
  function take(path: string): void {
    if (seen.has(path) || texts.length >= MAX_FILES) return
    seen.add(path)
    const text = input.read(path)
    if (text === null) return
    texts.push(text)
    for (const name of appliedIn(text)) applied.add(name)
  }
  let folder = folderOf(input.path)
  for (let up = ''; up.length <= 3 * MAX_DEPTH; up += '../') {
    if (up !== '')
      for (const name of ['build.gradle', 'build.gradle.kts']) for (const path of appliedIn(input.read(up + name) ?? '')) applied.add(path)
    // A path may be meant from here or from a folder above.
    for (const path of applied) take(up + path)
    for (const language of ['java', 'kotlin', 'groovy']) {
      const sources = `${up}buildSrc/src/main/${language}/`
      for (const name of input.list(sources)) if (/\.(?:kt|java|groovy)$/.test(name)) take(sources + name)
    }
    if (folder === '') break
    folder = folderOf(folder)
  }
  return texts
}

function appliedIn(text: string): readonly string[] {
  return [...text.matchAll(APPLY)]
    .map(([, path = '']) => path.replace(ROOT, ''))
    .filter((path) => !path.includes('$') && !path.includes('://'))
}
