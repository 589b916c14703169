import type { RefusalCode } from '../verdict/refusal-codes.ts'

export interface SandboxFault {
  readonly title: string
  /** The step of `verifyBundle` that must fail, by path, and why. */
  readonly step: string
  readonly code: RefusalCode
  /** The version of the log that the fault belongs to; both when left out. */
  readonly log?: 1 | 2
}

/** What a sandbox can get wrong on purpose, and where a verifier must notice. */
export const SANDBOX_FAULTS = {
  'ca-expired': { title: 'the authority certificate had expired', step: 'certificate-chain', code: 'time-invalid' },
  'ca-withdrawn': { title: 'the trust root ends the authority before', step: 'certificate-chain', code: 'time-invalid' },
  'ca-unknown': { title: 'the trust root names another authority', step: 'certificate-chain', code: 'signer-unknown' },
  'certificate-expired': { title: 'the certificate had run out before signing', step: 'certificate-chain', code: 'time-invalid' },
  'certificate-purpose': { title: 'the certificate is not for code signing', step: 'certificate-chain', code: 'certificate-invalid' },
  'certificate-authority-leaf': {
    title: 'the certificate is a certificate authority',
    step: 'certificate-chain',
    code: 'certificate-invalid',
  },
  'sct-missing': { title: 'the certificate was not logged', step: 'certificate-log', code: 'evidence-missing' },
  'sct-wrong-key': { title: 'the certificate log signed with another key', step: 'certificate-log', code: 'signature-invalid' },
  'sct-unknown-log': { title: 'the trust root names another certificate log', step: 'certificate-log', code: 'signer-unknown' },
  'sct-withdrawn': { title: 'the trust root ends the certificate log before', step: 'certificate-log', code: 'time-invalid' },
  'identity-other': { title: 'the certificate names somebody else', step: 'identity', code: 'signer-mismatch' },
  'issuer-other': { title: 'the certificate names another issuer', step: 'identity', code: 'signer-mismatch' },
  'issuer-twofold': { title: 'the two forms of the issuer differ', step: 'identity', code: 'content-mismatch' },
  'log-unknown': { title: 'the trust root names another log', step: 'log-entries/entry-1/log', code: 'signer-unknown' },
  'log-entry-other': { title: 'the log took in something else', step: 'log-entries/entry-1/body', code: 'content-mismatch' },
  'log-wrong-key': { title: 'the log promised with another key', step: 'log-entries/entry-1/promise', code: 'signature-invalid', log: 1 },
  'log-promise-other': { title: 'the promise is for another time', step: 'log-entries/entry-1/promise', code: 'signature-invalid', log: 1 },
  'log-withdrawn': { title: 'the trust root ends the log before', step: 'log-entries/entry-1/promise', code: 'time-invalid', log: 1 },
  'log-late': { title: 'the log took the entry in a day later', step: 'certificate-chain', code: 'time-invalid', log: 1 },
  'checkpoint-wrong-key': {
    title: 'the log signed its tree with another key',
    step: 'log-entries/entry-1/checkpoint',
    code: 'signature-invalid',
  },
  'checkpoint-unsigned': { title: 'only somebody else signed the tree', step: 'log-entries/entry-1/checkpoint', code: 'signer-unknown' },
  'checkpoint-other-origin': {
    title: 'the tree is of another log',
    step: 'log-entries/entry-1/checkpoint',
    code: 'content-mismatch',
    log: 2,
  },
  'log-forked': {
    title: 'the log signed another tree of the same size',
    step: 'log-entries/entry-1/checkpoint',
    code: 'log-proof-invalid',
  },
  'proof-stale': { title: 'the proof is for an older tree', step: 'log-entries/entry-1/checkpoint', code: 'log-proof-invalid' },
  'proof-corrupt': { title: 'a hash of the proof is wrong', step: 'log-entries/entry-1/inclusion', code: 'log-proof-invalid' },
  'proof-missing': { title: 'the entry has no proof', step: 'bundle', code: 'evidence-missing', log: 2 },
  'checkpoint-missing': { title: 'the proof leads to no signed tree', step: 'bundle', code: 'evidence-missing', log: 2 },
  'timestamp-late': { title: 'the timestamp is of a day later', step: 'certificate-chain', code: 'time-invalid' },
  'timestamp-other': { title: 'the timestamp is for something else', step: 'timestamps/timestamp-1', code: 'digest-mismatch' },
  'timestamp-wrong-key': { title: 'another key signed the timestamp', step: 'timestamps/timestamp-1', code: 'signature-invalid' },
  'tsa-unknown': { title: 'the trust root names another timestamp authority', step: 'timestamps/timestamp-1', code: 'signer-unknown' },
  'tsa-expired': { title: "the timestamp authority's certificate had expired", step: 'timestamps/timestamp-1', code: 'time-invalid' },
  'tsa-withdrawn': { title: 'the trust root ends the timestamp authority before', step: 'timestamps/timestamp-1', code: 'time-invalid' },
  'tsa-purpose': {
    title: "the authority's certificate is not for timestamps alone",
    step: 'timestamps/timestamp-1',
    code: 'certificate-invalid',
  },
} as const satisfies Readonly<Record<string, SandboxFault>>

export type SandboxFaultName = keyof typeof SANDBOX_FAULTS

/** The faults switched on; may change while the sandbox runs. */
export type ActiveFaults = ReadonlySet<SandboxFaultName>
