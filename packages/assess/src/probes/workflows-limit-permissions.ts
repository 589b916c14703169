import { DocumentInvalid, readYamlTree, textPlaces } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import { notApplicable } from '../documents/answer.ts'
import type { Facts } from '../facts/facts.ts'
import type { ProbeFinding } from '../probe.ts'
import { defineProbe } from '../probe.ts'

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/

export default defineProbe({
  id: 'workflowsLimitPermissions',
  title: 'Does each workflow start with the least rights?',
  remediation: {
    text: 'Write «permissions: {}» or «contents: read» at the top of each workflow and give more to single jobs',
    effort: 'low',
  },
  run(facts) {
    const findings = facts.files.paths.filter((path) => WORKFLOW.test(path)).map((path) => judge(path, facts.files.text(path) ?? '', facts))
    return findings.length > 0 ? findings : notApplicable('There are no workflows', [{ path: '.' }])
  },
})

function judge(path: string, text: string, { forge }: Facts): ProbeFinding {
  let root: YamlNode | undefined
  try {
    root = readYamlTree(text)[0]
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    const missing = { what: 'evidence', detail: `${path} is no valid YAML`, remedy: 'mend the file' } as const
    return { outcome: 'unknown', message: 'The workflow could not be read', places: [{ path, line: Math.max(1, error.line) }], missing }
  }
  const place = textPlaces(text)
  const top = find(root, 'permissions')
  if (top !== undefined) {
    const wide = top.kind === 'scalar' ? top.text === 'write-all' : top.pairs.some(([, value]) => value.text === 'write')
    const at = { path, line: place(top.offset).line }
    if (wide) return { outcome: 'false', message: 'The workflow gives writing rights to every job', places: [at] }
    return { outcome: 'true', message: 'The workflow starts with reading rights or none', places: [at] }
  }
  const jobs = find(root, 'jobs')?.pairs ?? []
  if (jobs.length > 0 && jobs.every(([, job]) => find(job, 'permissions') !== undefined))
    return { outcome: 'true', message: 'Each job states its rights', places: [{ path }] }
  // What a workflow gets that states nothing is a setting of the repository.
  const rights = forge.defaultWorkflowPermissions
  const places = [{ path, line: 1 }]
  const message = 'The workflow does not state its rights: its jobs get the repository’s default'
  if (!rights.known) return { outcome: 'unknown', message, places, missing: rights.missing }
  return { outcome: rights.value === 'read' ? 'true' : 'false', message: `${message}, which is ${rights.value}`, places }
}

function find(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.pairs.find(([name]) => name.text === key)?.[1]
}
