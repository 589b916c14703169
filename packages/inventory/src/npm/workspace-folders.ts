import type { ExtractInput } from '../extractor.ts'

/** Most folders that a set of patterns may name, and most that are looked at for them. */
const MAX_FOLDERS = 20_000

/**
 * Folders with a package.json that workspace patterns name (`packages/*`, `apps/**`, `{a,b}/*`, `!packages/old`), relative to the
 * extracted file's folder and sorted. Nothing inside node_modules or a folder with a leading dot is named by a wildcard.
 */
export function workspaceFolders(patterns: readonly string[], input: ExtractInput): readonly string[] {
  const found = new Set<string>()
  const budget = { left: MAX_FOLDERS }
  for (const pattern of patterns) {
    const not = pattern.startsWith('!')
    for (const plain of withoutBraces(not ? pattern.slice(1) : pattern)) {
      for (const folder of matches(plain, input, budget)) {
        if (not) found.delete(folder)
        else found.add(folder)
      }
    }
  }
  return [...found].filter((folder) => input.list(folder).includes('package.json')).sort()
}

function withoutBraces(pattern: string): readonly string[] {
  const braces = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(pattern)
  if (braces === null) return [pattern]
  return (braces[2] as string).split(',').map((choice) => `${braces[1]}${choice}${braces[3]}`)
}

function matches(pattern: string, input: ExtractInput, budget: { left: number }): readonly string[] {
  let folders: readonly string[] = ['']
  for (const segment of pattern.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '**') folders = folders.flatMap((folder) => [folder, ...below(folder, input, budget)])
    else if (segment.includes('*')) {
      const fits = wildcard(segment)
      folders = folders.flatMap((folder) => inside(folder, input, budget).filter((name) => fits(name.slice(name.lastIndexOf('/') + 1))))
    } else folders = folders.map((folder) => joined(folder, segment))
  }
  return folders
}

function below(folder: string, input: ExtractInput, budget: { left: number }): readonly string[] {
  const found: string[] = []
  const pending = [folder]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const folders = inside(next, input, budget)
    found.push(...folders)
    pending.push(...folders)
  }
  return found
}

function inside(folder: string, input: ExtractInput, budget: { left: number }): readonly string[] {
  if (budget.left <= 0) return []
  const names = input.list(folder).filter((name) => name.endsWith('/') && name !== 'node_modules/' && !name.startsWith('.'))
  budget.left -= names.length + 1
  return names.map((name) => joined(folder, name.slice(0, -1)))
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** `*` stands for any run of characters inside one name. */
function wildcard(segment: string): (name: string) => boolean {
  const parts = segment.split('*')
  const head = parts[0] as string
  const tail = parts.at(-1) as string
  return (name) => {
    if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false
    let at = head.length
    for (const part of parts.slice(1, -1)) {
      const next = name.indexOf(part, at)
      if (next < 0 || next + part.length > name.length - tail.length) return false
      at = next + part.length
    }
    return true
  }
}
