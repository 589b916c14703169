import { DocumentInvalid, readJson } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { isThirdParty } from '../documents/source-kind.ts'

/** Names of scripts in the project's package.json files. */
export const npmScriptNames: (facts: Facts) => ReadonlySet<string> = reading(({ files }) => {
  const names = new Set<string>()
  for (const path of files.paths.filter((one) => /(?:^|\/)package\.json$/.test(one) && !isThirdParty(one.toLowerCase())).slice(0, 200)) {
    try {
      const root = readJson(files.text(path) ?? '')
      const scripts: unknown = typeof root === 'object' && root !== null ? Reflect.get(root, 'scripts') : undefined
      for (const name of typeof scripts === 'object' && scripts !== null ? Object.keys(scripts) : []) names.add(name)
    } catch (error) {
      if (!(error instanceof DocumentInvalid)) throw error
    }
  }
  return names
})

/** Targets of the root's Makefile; `open` when it takes in other files or makes targets by rules, so that more may exist. */
export const makeTargetNames: (facts: Facts) => { readonly names: ReadonlySet<string>; readonly open: boolean } = reading(({ files }) => {
  const names = new Set<string>()
  let open = false
  for (const path of ['Makefile', 'makefile', 'GNUmakefile']) {
    for (const line of (files.text(path) ?? '').split('\n', 20_000)) {
      if (/^-?s?include\s|\$\(eval\b|^%|\$\(call\b.{0,80}:/.test(line.slice(0, 500))) open = true
      const rule = /^([\w./%$(){} -]{1,300}?)\s*::?(?!=)/.exec(line.slice(0, 500))
      for (const name of (rule?.[1] ?? '').split(/\s+/)) {
        if (/[%$]/.test(name)) open = true
        else if (name !== '') names.add(name)
      }
      const phony = /^\.PHONY\s*:(.{0,400})/.exec(line)
      for (const name of (phony?.[1] ?? '').split(/\s+/)) if (name !== '') names.add(name)
    }
  }
  return { names, open }
})
