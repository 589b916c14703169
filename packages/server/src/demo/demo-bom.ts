import type { DemoProject, DemoState } from './demo-projects.ts'

/** What a demo project consisted of, as CycloneDX 1.6. */
export function demoBom({ slug, type }: DemoProject, { graph }: DemoState): string {
  const edges = graph
    .trim()
    .split('\n')
    .map((line) => {
      const [from = '', to = ''] = line.split(' > ')
      return { from: from.trim(), to: to.split(' ').filter(Boolean) }
    })
  const names = [...new Set(edges.flatMap(({ from, to }) => [from, ...to]))].filter((name) => name !== '.').toSorted()
  const reference = (name: string): string => (name === '.' ? slug : `pkg:${type}/${name}`)
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': slug, name: slug } },
    components: names.map((name) => {
      const at = name.lastIndexOf('@')
      const [group, plain] = type === 'maven' ? name.slice(0, at).split('/') : [undefined, name.slice(0, at)]
      const purl = reference(name)
      return { type: 'library', 'bom-ref': purl, ...(group === undefined ? {} : { group }), name: plain, version: name.slice(at + 1), purl }
    }),
    dependencies: edges.map(({ from, to }) => ({ ref: reference(from), dependsOn: to.map(reference) })),
  })
}
