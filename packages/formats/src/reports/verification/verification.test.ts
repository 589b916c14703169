import type { Step, VerificationReport } from '@cupel/model'
import { describe, expect, it } from 'vitest'
import { verificationHtml } from './verification-html.ts'
import { verificationJson } from './verification-json.ts'
import { verificationText } from './verification-text.ts'

const EVIL = '\u001b[31m<script>alert(1)</script>\u202e'

function step(id: string, over: Partial<Step> = {}): Step {
  return { id, title: `${id} holds`, outcome: 'passed', steps: [], ...over }
}

function reportOf(root: Step, outcome: 'verified' | 'refused'): VerificationReport {
  return {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: '1.0.0' },
    trust: { policy: 'trust.toml', root: 'shipped', rootDate: '2026-08-21' },
    items: [
      {
        subject: 'app.tgz',
        kind: 'artifact',
        digests: { sha256: 'ab' },
        outcome,
        signers: [{ kind: 'sigstore', issuer: 'https://issuer.example', subject: 'ci@example.org', key: '', claims: {} }],
        times: ['2026-01-01T00:00:00.000Z'],
        vouchedBy: ['ci'],
        step: root,
      },
    ],
    problems: [{ code: 'include-missing', effect: 'incomplete', path: 'x', detail: 'no document', hint: 'fetch it' }],
    summary: { verified: outcome === 'verified' ? 1 : 0, refused: outcome === 'refused' ? 1 : 0, warnings: 0 },
    verdict: { outcome, exitCode: outcome === 'verified' ? 0 : 5 },
  }
}

const REFUSED = step('root', {
  outcome: 'failed',
  steps: [
    step('first'),
    step('second', { outcome: 'warned', code: 'weak-algorithm', reason: 'SHA-1' }),
    step('third', {
      outcome: 'failed',
      code: 'signature-invalid',
      reason: 'it does not verify',
      expected: 'a key',
      found: EVIL,
      remedy: 'get another',
    }),
    step('fourth', { outcome: 'not-reached' }),
  ],
})

describe('verificationText', () => {
  it('says first why something was refused, then the way there', () => {
    const plain = reportOf(
      step('root', {
        outcome: 'failed',
        steps: [
          step('first'),
          step('second', { outcome: 'warned', reason: 'SHA-1' }),
          step('third', { outcome: 'failed', reason: 'it does not verify', expected: 'a key', found: 'none', remedy: 'get another' }),
        ],
      }),
      'refused',
    )
    expect(verificationText(plain, { width: 80 })).toMatchInlineSnapshot(`
      "REFUSED  app.tgz  artifact
        it does not verify
        expected: a key
        found:    none
        → get another
        signed by ci@example.org (sigstore by https://issuer.example)
        at 2026-01-01T00:00:00.000Z
        trusted as ci
        FAIL root holds
          warn second holds: SHA-1
          FAIL third holds

      not checked: x: no document (fetch it)

      0 verified · 1 refused · judged by trust.toml and trust root shipped of 2026-08-21
      "
    `)
  })

  it('shows every step when asked, those not reached too', () => {
    expect(verificationText(reportOf(REFUSED, 'refused'), { steps: true })).toContain('-    fourth holds')
  })

  it('keeps to ASCII where the terminal does', () => {
    expect(verificationText(reportOf(REFUSED, 'refused'), { unicode: false, steps: true })).toMatch(/^[\x20-\x7e\n]+$/)
  })
})

it('no format lets a character through that a terminal or browser obeys', () => {
  const report = reportOf(REFUSED, 'refused')
  for (const text of [verificationText(report, { steps: true }), verificationHtml(report), verificationJson(report)]) {
    for (const obeyed of ['\u001b', '\u202e']) expect(text).not.toContain(obeyed)
  }
  expect(verificationHtml(report)).not.toContain('<script')
  expect(JSON.parse(verificationJson(report))).toEqual(report)
})

it('the page asks nobody for anything and shows all outcomes', () => {
  const page = verificationHtml(reportOf(REFUSED, 'refused'))
  expect(page).toContain("default-src 'none'")
  expect(page).not.toMatch(/\b(?:src|href)=/)
  for (const outcome of ['passed', 'warned', 'failed', 'not reached']) expect(page).toContain(`">${outcome}</span>`)
})
