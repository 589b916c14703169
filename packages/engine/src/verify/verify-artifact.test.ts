import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signWithKey, writeBundle } from '@cupel/provenance'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyArtifact } from './verify-artifact.ts'

const REPOSITORY = 'https://forge.example/acme/app'
let cwd = ''
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'cupel-artifact-'))
  writeFileSync(join(cwd, 'app.tgz'), 'what is released')
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(cwd, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
  const toSign = { kind: 'artifact', bytes: readFileSync(join(cwd, 'app.tgz')) } as const
  const services = { logs: [], timestampAuthorities: [] }
  const send = () => Promise.reject(new Error('nobody is asked'))
  writeFileSync(join(cwd, 'app.json'), writeBundle(await signWithKey(toSign, { privateKey, services, send, random: randomBytes })))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const FILES = `[[rule]]\nname = "files"\nfor = ["repo:${REPOSITORY}"]\nevidence = ["signature"]\nby = ["us"]\n`
const COMMITS = `[[rule]]\nname = "commits"\nfor = ["repo:${REPOSITORY}"]\nevidence = ["commit", "tag"]\nby = ["us"]\n`

it.each([
  ['beside another, asks nothing of a file', `${FILES}${COMMITS}`, 0],
  ['alone, speaks of no file', COMMITS, 5],
])('a rule about commits and tags of the repository, %s: as for what is handed in to the server', async (_, rules, exitCode) => {
  writeFileSync(join(cwd, 'trust.toml'), `version = 1\n[[identity]]\nname = "us"\nkind = "key"\nkey = "key.pub"\n${rules}`)
  const trust = { policy: 'trust.toml', unlogged: true }
  const subject = { repository: REPOSITORY }
  const { verdict } = await verifyArtifact({ artifact: 'app.tgz', evidence: ['app.json'], trust, subject, cwd, now: new Date(0) })
  expect(verdict.exitCode).toBe(exitCode)
})
