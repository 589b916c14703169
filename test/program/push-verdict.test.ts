import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCupel } from './cupel.ts'

// What `cupel push --wait` makes of a server's answers: the server is one of the test's own.

const BOM = '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}'
const UPLOAD = { id: 1, name: 'bom.json', kind: 'sbom', state: 'done', problems: [], result: { components: 1, findings: 0, snapshot: 5 } }
const VERDICT = {
  project: 7,
  outcome: 'pass',
  pending: false,
  snapshot: 5,
  incomplete: false,
  gaps: [],
  failing: [],
  undecided: [],
  asOf: '',
}

let folder = ''
let server: Server
let upload: object = UPLOAD
let verdict: object = VERDICT

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  writeFileSync(join(folder, 'bom.json'), BOM)
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { method, url = '' } = request
      const body = url.includes('/verdict') ? verdict : url.includes('uploads') ? upload : { items: [{ id: 7, slug: 'shop' }], next: null }
      response.writeHead(method === 'POST' ? 202 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const RULE = { pack: 'own', rule: 'r', severity: 'high' }

test.each([
  ['a pass', {}, {}, [], 0, 'verdict: pass\n'],
  ['no rule that applies', {}, { outcome: 'not-applicable' }, [], 0, 'verdict: not-applicable\n'],
  ['a gap', {}, { gaps: ['the policy pack own has not been asked'] }, ['--unknown', 'pass'], 3, 'pass, but the policy pack own has not'],
  ['a rule that is not answered', {}, { outcome: 'unknown', undecided: [RULE] }, [], 3, 'not answered: own r'],
  ['that, where it is accepted', {}, { outcome: 'unknown', undecided: [RULE] }, ['--unknown', 'pass'], 0, 'verdict: unknown\n'],
  ['a rule that is not kept', {}, { outcome: 'fail', failing: [RULE], gaps: ['x'] }, [], 1, 'not kept: own r'],
  ['the picture of another document', {}, { snapshot: 6 }, [], 3, 'pass, but another document has taken the place of this one'],
  ['a document that came too late', { result: { components: 1 } }, {}, [], 3, 'another document has taken the place'],
  ['one that is no inventory', { kind: 'vex', result: {} }, {}, [], 0, 'verdict: pass\n'],
] as const)('%s', async (_, read, said, flags, code, words) => {
  upload = { ...UPLOAD, ...read }
  verdict = { ...VERDICT, ...said }
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const args = ['push', 'bom.json', '--project', 'shop', '--wait', '--server', address, ...flags]
  const run = await startCupel(args, { cwd: folder, env: { CUPEL_TOKEN: 'secret' } }).done
  expect(run).toMatchObject({ code, stdout: expect.stringContaining(words) })
})
