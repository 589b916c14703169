import type { YamlNode } from '@cupel/formats'

/** A place of a workflow or action file that names something to run. */
export interface WorkflowUse {
  readonly kind: 'uses' | 'image'
  readonly value: YamlNode
}

/**
 * Finds what a workflow or an action runs (GitHub's workflow and metadata syntax): `uses` of jobs and steps, the image of a job's
 * container and services, and the image of a Docker action. null when the document is neither.
 */
export function workflowUses(document: YamlNode): readonly WorkflowUse[] | null {
  const jobs = valueOf(document, 'jobs')
  const runs = valueOf(document, 'runs')
  if (jobs?.kind !== 'mapping' && runs?.kind !== 'mapping') return null
  const found: WorkflowUse[] = []
  const add = (kind: WorkflowUse['kind'], node: YamlNode | undefined): void => {
    if (node?.kind === 'scalar' && node.text !== '') found.push({ kind, value: node })
  }
  const addSteps = (steps: YamlNode | undefined): void => {
    for (const step of steps?.items ?? []) add('uses', valueOf(step, 'uses'))
  }
  const addImage = (node: YamlNode | undefined): void => add('image', node?.kind === 'mapping' ? valueOf(node, 'image') : node)
  for (const [, job] of jobs?.pairs ?? []) {
    add('uses', valueOf(job, 'uses'))
    addImage(valueOf(job, 'container'))
    for (const [, service] of valueOf(job, 'services')?.pairs ?? []) addImage(service)
    addSteps(valueOf(job, 'steps'))
  }
  if (runs !== undefined) {
    addSteps(valueOf(runs, 'steps'))
    add('uses', dockerImage(valueOf(runs, 'image')))
  }
  return found
}

/** A Docker action names an image by `docker://`; everything else is a file to build. */
function dockerImage(node: YamlNode | undefined): YamlNode | undefined {
  return node?.text.startsWith('docker://') === true ? node : undefined
}

function valueOf(node: YamlNode, key: string): YamlNode | undefined {
  return node.pairs.find(([name]) => name.text === key)?.[1]
}
