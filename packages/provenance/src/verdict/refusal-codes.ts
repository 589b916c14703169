/**
 * Why a verifier refuses, one code a reason, with the sentence the documentation shows. A code names what is wrong, not where:
 * the step says where. Codes are part of the output contract: they are added, never renamed.
 */
export const REFUSAL_CODES = {
  malformed: 'The evidence is not the format it claims to be.',
  'limit-exceeded': 'The evidence is larger, deeper or has more parts than a verifier accepts.',
  'unsupported-version': 'The evidence has a version or kind that is not known.',
  'unsupported-algorithm': 'A signature or digest uses an algorithm that is not accepted.',
  'weak-algorithm': 'A signature or digest is right, but its algorithm is too weak to prove anything.',
  'evidence-missing': 'Something that must be there is not: a signature, a log entry, a timestamp, a statement.',
  'signature-invalid': 'A signature does not verify over the bytes it should cover.',
  'signer-unknown': 'No trusted key or certificate authority stands behind the signature.',
  'signer-mismatch': 'The signature is valid, but by somebody else than the policy names.',
  'threshold-not-met': 'Fewer different signers than the policy asks for.',
  'digest-mismatch': 'The artifact is not the one the evidence is about.',
  'subject-mismatch': 'The evidence names another subject, or none.',
  'content-mismatch': 'Two parts of the evidence that must say the same do not.',
  'certificate-invalid': 'A certificate chain, its use or its names are not acceptable.',
  'time-invalid': 'Something was used outside the time it is valid for, or no trusted time is known.',
  expired: 'The evidence or its trust root has passed its expiry.',
  rollback: 'An older version of something already seen was offered.',
  revoked: 'The key, certificate or statement was revoked.',
  'log-proof-invalid': 'The inclusion in a transparency log is not proved.',
  'policy-not-met': 'What the evidence proves is not what the policy asks for.',
  'rule-violated': 'A rule of a layout or policy forbids what the evidence shows.',
  'trust-missing': 'There is no trust root, key or policy to judge this evidence by.',
} as const satisfies Readonly<Record<string, string>>

export type RefusalCode = keyof typeof REFUSAL_CODES
