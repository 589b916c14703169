import type { Component, ProvenanceRuleId, Step, Vouch } from '@cupel/model'

import type { NpmKey, TrustedRoot } from '@cupel/provenance'
import { readDistributionName, Refused, Trace } from '@cupel/provenance'
import { checkNpmPackage } from '../npm/check-npm-package.ts'
import type { NpmDocuments } from '../npm/npm-documents.ts'
import { readProjectFiles } from '../pypi/project-files.ts'
import type { PypiDocuments } from '../pypi/pypi-documents.ts'
import { checkPypiHistory, requireNeverHad } from '../pypi/pypi-history.ts'

/** What saved documents of a package's registry say of it. */
export interface RegistryWord {
  /** Verified, and about every SHA-512 digest of the component. */
  readonly vouches: readonly Vouch[]
  readonly step: Step | null
  /** The registry contradicts what is pinned, or its word got weaker: a finding whoever else vouches. */
  readonly alarm: ProvenanceRuleId | null
}

export interface RegistryDocuments {
  readonly npm: NpmDocuments
  readonly pypi: PypiDocuments
  readonly keys: readonly NpmKey[]
  readonly root: TrustedRoot
}

const SILENT: RegistryWord = { vouches: [], step: null, alarm: null }

/** Asks the documents at hand; nothing is asked over the network, and a registry without documents says nothing. */
export async function registryWord(component: Component, documents: RegistryDocuments): Promise<RegistryWord> {
  if (component.purl.startsWith('pkg:npm/')) return npmWord(component, documents)
  return component.purl.startsWith('pkg:pypi/') ? pypiWord(component, documents) : SILENT
}

async function npmWord(component: Component, { npm, keys, root }: RegistryDocuments): Promise<RegistryWord> {
  if ((await npm.packument(component.name)) === null) return SILENT
  const { verdict, vouches } = await checkNpmPackage(component, { documents: npm, keys, root })
  const failed = verdict.root.steps.find(({ outcome }) => outcome === 'failed')
  // A file of that name that is no document about this version says nothing.
  if (failed?.id === 'document') return SILENT
  const alarm = failed?.id === 'pinned' ? 'provenance-wrong' : failed?.id === 'history' ? 'provenance-downgraded' : null
  return { vouches: pinsSha512(component) ? vouches : [], step: verdict.root, alarm }
}

/** Without it the registry's word is about a name, and whatever bytes come under it. */
function pinsSha512({ hashes }: Component): boolean {
  return hashes.some(({ algorithm }) => algorithm === 'sha512')
}

/** Provenance itself is a piece of evidence like any other; the index says which files there are and what earlier ones had. */
async function pypiWord(component: Component, { pypi }: RegistryDocuments): Promise<RegistryWord> {
  const own = distribution(`${component.name}-${component.version}.tar.gz`)
  const listing = own === null ? null : await pypi.project(own.project)
  if (own === null || listing === null) return SILENT
  const { root } = await Trace.runAsync('index', `the index knows the files of ${component.name} ${component.version}`, async (trace) => {
    const files = trace.step('listing', 'the listing of the index is about this project', () => readProjectFiles(listing, own.project))
    const released = files.filter(({ version }) => version === own.version)
    if (released.length === 0) return
    for (const { algorithm, value } of component.hashes) {
      if (algorithm !== 'sha256') continue
      const listed = released.find(({ sha256 }) => sha256.toLowerCase() === value)
      trace.step('listed', 'the index lists the pinned file', (step) => {
        step.found(listed?.file ?? `sha256:${value}`)
        if (listed === undefined)
          throw new Refused('digest-mismatch', 'the index lists no file of this release with the pinned digest', {
            expected: released
              .map(({ sha256 }) => `sha256:${sha256}`)
              .slice(0, 3)
              .join(', '),
            found: `sha256:${value}`,
          })
      })
      if (listed === undefined) return
      const bytes = await pypi.provenance(listed.file, listed.provenance)
      if (bytes === null && listed.provenance === null)
        trace.step('history', 'earlier releases had no provenance either', () => requireNeverHad(files, listed))
      else if (bytes !== null)
        await checkPypiHistory(
          { files, listed, bytes, documents: pypi },
          { trace, step: ['history', 'its provenance is as strong as before'] },
        )
    }
  })
  const failed = root.steps.find(({ outcome }) => outcome === 'failed')
  const weaker = failed?.id === 'history' && failed.code === 'policy-not-met'
  return { vouches: [], step: root, alarm: failed?.id === 'listed' ? 'provenance-wrong' : weaker ? 'provenance-downgraded' : null }
}

function distribution(file: string): { readonly project: string; readonly version: string } | null {
  try {
    return readDistributionName(file)
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}
