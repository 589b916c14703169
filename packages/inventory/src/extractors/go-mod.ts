import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { Collector, ExtractInput, NodeId } from '../extractor.ts'
import { readGoModFile } from '../go/go-mod-file.ts'
import type { GoModFile, GoReplace, GoRequire, ModuleVersion } from '../go/go-mod-file.ts'
import { goRelease, listsAllModules } from '../go/go-release.ts'
import { goSumModules } from '../go/go-sum.ts'
import { goWorkspace } from '../go/go-workspace.ts'
import type { GoWorkspace } from '../go/go-workspace.ts'
import { moduleName } from '../go/module-name.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { reportFaults } from '../text/report-faults.ts'

/**
 * go.mod (Go Modules Reference): required modules after `replace`, and the standard library of the stated Go release. Before
 * Go 1.17 a go.mod lists only direct modules, and go.sum beside it adds the others. go.work gives its projects and toolchain, and
 * its `replace` and modules count in the go.mod files that it uses.
 */
export default defineExtractor({
  id: 'go-mod',
  title: 'Go modules (go.mod, go.work)',
  type: 'golang',
  kind: 'lock',
  files: ['go.mod', 'go.work'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const file = readGoModFile(text)
    reportFaults(out, file.faults, 'go.mod')
    out.format(file.go?.version ?? '')
    if (nameOf(input.path) === 'go.work') {
      for (const folder of file.uses) out.project({ folder })
      addStandardLibrary(file, out)
      return
    }
    // A file of comments only keeps a folder out of the module around it; nothing is lost there.
    const isBoundary = file.go === null && file.requires.length === 0 && file.replaces.length === 0 && file.faults.length === 0
    if (file.module === '')
      out.problem({ code: 'malformed', effect: isBoundary ? 'note' : 'incomplete', line: 1, detail: 'no module statement' })
    const project = out.project({ name: file.module })
    const library = addStandardLibrary(file, out)
    if (library !== null) out.edge(project, library)
    const local = addRequires(file, out, { project, workspace: goWorkspace(input) })
    if (!listsAllModules(file.go?.version ?? '')) addFromSum(file, local, { input, out })
  },
})

function addStandardLibrary({ go, toolchain }: GoModFile, out: Collector): NodeId | null {
  const stated = [
    toolchain && { version: goRelease(toolchain.name), line: toolchain.line },
    go && { version: goRelease(go.version), line: go.line },
  ]
  const found = stated.find((candidate) => candidate !== null && candidate.version !== '')
  if (!found) {
    if (go !== null) out.unknown(`go ${go.version}`, go.line)
    return null
  }
  out.entries(1)
  // The directive is the least release that builds the module, not the one that did.
  return out.component({ name: 'stdlib', version: found.version, line: found.line, direct: true, evidence: 'manifest' })
}

/** Returns the paths that a folder replaces. */
function addRequires(
  file: GoModFile,
  out: Collector,
  { project, workspace }: { readonly project: NodeId; readonly workspace: GoWorkspace | null },
): ReadonlySet<string> {
  const overridden = new Set(workspace?.replaces.map(({ old }) => old.path))
  const all = [...file.replaces.filter(({ old }) => !overridden.has(old.path)), ...(workspace?.replaces ?? [])]
  const replaces = new Map(all.map((replace) => [`${replace.old.path}@${replace.old.version}`, replace]))
  const local = new Set<string>()
  out.entries(file.requires.length)
  for (const required of file.requires) {
    const used = replaced(required, replaces)
    if (used === required && workspace?.has(required.path) === true) {
      local.add(required.path)
      out.skip('module of the workspace')
      continue
    }
    if (used === null) {
      local.add(required.path)
      out.skip('replaced by a local path')
      continue
    }
    const { namespace, name } = moduleName(used.path)
    const node = out.component({ namespace, name, version: used.version, line: required.line, direct: !required.indirect })
    if (!required.indirect) out.edge(project, node)
  }
  return local
}

/** "replace directive": one with the version wins over one without; a folder gives null. */
function replaced(required: GoRequire, replaces: ReadonlyMap<string, GoReplace>): ModuleVersion | null {
  const by = (replaces.get(`${required.path}@${required.version}`) ?? replaces.get(`${required.path}@`))?.by
  if (by === undefined) return required
  return /^(?:\.{0,2}[\\/]|\.{1,2}$|[A-Za-z]:[\\/])/.test(by.path) || by.version === '' ? null : by
}

function addFromSum(file: GoModFile, local: ReadonlySet<string>, { input, out }: { input: ExtractInput; out: Collector }): void {
  const sum = input.read('go.sum')
  if (sum === null) {
    if (file.requires.length === 0) return
    const detail = 'go.mod of a Go before 1.17 lists only direct modules, and there is no go.sum beside it'
    out.problem({ code: 'include-missing', effect: 'note', detail, hint: 'run `go mod tidy -go=1.17` or scan the built binary' })
    return
  }
  const folder = input.path.slice(0, input.path.length - nameOf(input.path).length)
  const known = new Set([...local, ...file.requires.map(({ path }) => path), ...file.replaces.map(({ by }) => by.path)])
  for (const { path, version, line } of goSumModules(sum)) {
    if (!known.has(path)) out.component({ ...moduleName(path), version, path: `${folder}go.sum`, line, direct: false })
  }
}
