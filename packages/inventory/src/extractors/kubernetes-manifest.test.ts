import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import type { Extractor } from '../extractor.ts'
import helmValues from './helm-values.ts'
import kubernetes from './kubernetes-manifest.ts'

function read(extractor: Extractor, files: Record<string, string>, path: string) {
  const { components, problems, foreign } = extractFile(memoryTree(files), extractor, path)
  return {
    images: components.map(({ purl, scopes, evidence }) => `${purl.slice('pkg:docker/'.length)} ${scopes.join()} ${evidence[0]?.line}`),
    problems: problems.map(({ code, effect, line }) => `${code} ${effect} ${line ?? ''}`.trim()),
    foreign: foreign === true,
  }
}

const POD = `apiVersion: v1
kind: Pod
spec:
  initContainers:
  - image: busybox # plain
    name: a
  containers:
  - name: b
    image: "ghcr.io/a/b:1.2@sha256:${'a'.repeat(64)}"
  - name: c
    image: $(IMAGE)
`

test('manifests of Kubernetes: several documents, schemas and texts left out', () => {
  const text = `---\n${POD}---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  image: string\n---\napiVersion: apps/v1\nkind: CronJob\nspec:\n  x: { image: { repository: a/c, tag: "2" } }\n  values:\n    image:\n      repository: a/d\n      tag: 3\n`
  expect(read(kubernetes, { 'deploy/a.yaml': text }, 'deploy/a.yaml')).toEqual({
    images: [
      'busybox runtime 6',
      `a/b@sha256:${'a'.repeat(64)}?repository_url=ghcr.io&tag=1.2 runtime 10`,
      'a/c@2 runtime 22',
      'a/d@3 runtime 25',
    ],
    problems: ['version-unpinned incomplete 12'],
    foreign: false,
  })
})

test('templates of a chart are shipped, examples are not; other YAML is nobody’s', () => {
  const template = POD.replace('busybox # plain', '{{ .Values.image }}').replace('$(IMAGE)', 'nginx:{{ .Values.tag }}')
  expect(read(kubernetes, { 'c/templates/a.yaml': template }, 'c/templates/a.yaml').images).toEqual([
    `a/b@sha256:${'a'.repeat(64)}?repository_url=ghcr.io&tag=1.2 runtime 9`,
  ])
  expect(read(kubernetes, { 'examples/a.yaml': POD.slice(0, 90) }, 'examples/a.yaml').images).toEqual(['busybox dev 5'])
  for (const text of ['image: a\n', 'kind: Pod\nimage: a\n', '', '\u0000\u0001', 'services:\n  a:\n    image: b\n'])
    expect(read(kubernetes, { 'a.yaml': text }, 'a.yaml').foreign).toBe(true)
})

test('a kind behind much else is found; JSON where manifests lie', () => {
  const long = `apiVersion: v1\nmetadata:\n  annotations:\n    x: "${'y'.repeat(20_000)}"\n`
  const late = `${long}kind: Pod\nspec:\n  containers:\n  - image: nginx:1.25\n`
  expect(read(kubernetes, { 'a.yaml': late }, 'a.yaml')).toMatchObject({ images: ['nginx@1.25 runtime 8'], foreign: false })
  const behind = `# ${'c'.repeat(20_000)}\n---\n${POD}`
  expect(read(kubernetes, { 'a.yaml': behind }, 'a.yaml').images).toHaveLength(2)
  // Keys of two documents are no manifest.
  expect(read(kubernetes, { 'a.yaml': `${long}---\nkind: x\nspec:\n  image: nginx\n` }, 'a.yaml').foreign).toBe(true)
  const pod = { kind: 'Pod', apiVersion: 'v1', spec: { containers: [{ name: 'a', image: 'nginx:1.25' }, { image: '$(IMAGE)' }] } }
  const json = JSON.stringify({ kind: 'List', apiVersion: 'v1', items: [pod] }, null, 1)
  expect(read(kubernetes, { 'k8s/a.json': json }, 'k8s/a.json')).toEqual({
    images: ['nginx@1.25 runtime 12'],
    problems: ['version-unpinned incomplete 15'],
    foreign: false,
  })
  const schema = JSON.stringify({ ...pod, kind: 'CustomResourceDefinition' })
  expect(read(kubernetes, { 'deployment.json': schema }, 'deployment.json')).toMatchObject({ images: [], foreign: false })
  for (const text of ['{"kind":"x"}', '[]', '{"image":"a:1"}'])
    expect(read(kubernetes, { 'pod.json': text }, 'pod.json').foreign).toBe(true)
  expect(kubernetes.claims?.('src/data.json')).toBe(false)
})

test('Kustomize: names, tags and digests that take the place of others', () => {
  const text = `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages:\n- name: a\n  newName: ghcr.io/x/a\n  newTag: "1.0"\n- name: b\n  newTag: 2.0\n- name: c\n`
  expect(read(kubernetes, { 'kustomization.yaml': text }, 'kustomization.yaml').images).toEqual([
    'x/a@1.0?repository_url=ghcr.io runtime 4',
    'b@2.0 runtime 7',
  ])
})

test('values of a chart: parts, and the version of the application where there is no tag', () => {
  const chart = 'apiVersion: v2\nname: a\nversion: 0.1.0\nappVersion: "7.1"\n'
  const values = `image:
  registry: quay.io
  repository: a/b # comment
  tag: ""
sidecar:
  image:
    repository: a/c
    tag: "1.2"
    pullPolicy: Always
  digested: { image: {repository: a/d, sha: ${'b'.repeat(64)}} }
old:
  image: nginx
  imageTag: 1.25
none:
  repository: https://charts.example
source:
  repository: a/e
`
  expect(read(helmValues, { 'c/Chart.yaml': chart, 'c/values.yaml': values }, 'c/values.yaml')).toEqual({
    images: [
      'a/b@7.1?repository_url=quay.io runtime 3',
      'a/c@1.2 runtime 7',
      `a/d@sha256:${'b'.repeat(64)} runtime 10`,
      'nginx@1.25 runtime 12',
    ],
    problems: [],
    foreign: false,
  })
  expect(read(helmValues, { 'values.yaml': values }, 'values.yaml').foreign).toBe(true)
  expect(read(helmValues, { 'c/Chart.yaml': chart, 'c/values-dev.yaml': 'image: a:1\n' }, 'c/values-dev.yaml').images).toEqual([
    'a@1 dev 1',
  ])
})
