import { basename, resolve } from 'node:path'
import {
  attestPolicy,
  checkPolicies,
  loadPacks,
  policyExitCode,
  readPolicyDocuments,
  statedTarget,
  whatIf,
  writePolicyStatement,
} from '@cupel/engine/policy'
import type { PolicyDocument } from '@cupel/engine/policy'
import { usageMissingArgument, usageWrongValue } from '@cupel/model'
import { defineCommand, text, texts } from '../command.ts'
import { deliverBundle } from '../deliver-bundle.ts'
import { deliverPolicy, policyDeliveries, showWhatIf } from '../deliver-policy.ts'
import { writeOutput } from '../deliver.ts'
import { packNames, UNKNOWN_FLAG, unknownOf } from '../policy-flags.ts'
import { SIGNER_FLAGS, signerRequest } from '../sign-flags.ts'

/** `cupel policy check`: packs asked about stored reports. */
export default defineCommand({
  id: 'policy-check',
  summary: 'judge stored reports of scan, assess and verify by policy packs; compare two policies',
  usage: 'REPORT…',
  arity: [1, 10_000],
  flags: {
    policy: {
      type: 'string',
      short: 'p',
      multiple: true,
      value: 'PACK[,PACK]',
      help: 'pack to judge by: a shipped one or a file (default: default)',
    },
    against: { type: 'string', multiple: true, value: 'PACK[,PACK]', help: 'what if: tell only what differs from these packs' },
    evidence: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'assessment, verification, facts, registry documents or a folder of them, for every scan report; may be repeated',
    },
    ...UNKNOWN_FLAG,
    format: {
      type: 'string',
      short: 'f',
      multiple: true,
      value: 'NAME[=FILE]',
      help: 'text, json, markdown or html; may be repeated (default: text)',
    },
    all: { type: 'boolean', help: 'every rule and result with what decided it' },
    attest: {
      type: 'string',
      value: 'FILE',
      help: 'write the verdict as an in-toto statement; with --key or --identity-token as a signed bundle',
    },
    subject: {
      type: 'string',
      multiple: true,
      value: 'FILE|sha256:…',
      help: 'what the statement is about besides what was scanned (default: the reports)',
    },
    ...SIGNER_FLAGS,
  },
  description:
    'Every scan report is a project of its own; assessments, verifications and facts are evidence for each of them. A document of facts is\n' +
    '{"facts": {"pkg:npm/a@1.0.0": {"published": "2026-01-31T00:00:00Z", "deprecated": false, "repository": "https://…"}}}.\n' +
    'Exit codes: 0 everything asked for is shown; 1 a rule is not kept; 3 a rule could not be answered; 2 a pack cannot be used.',
  examples: [
    ['cupel policy check scan.json assessment.json -p osps-baseline', 'what a scan and an assessment show'],
    ['cupel policy check history/*.json -p strict.yaml --against default', 'who would break by a stricter policy'],
    ['cupel policy check scan.json -p default --attest verdict.json --subject app.tgz --key ci.pem', 'the verdict, signed'],
  ],
  async run(context) {
    const { args, flags, cwd, now, stderr } = context
    const named = packNames(texts(flags, 'policy'))
    const wanted = policyDeliveries(texts(flags, 'format'))
    const [attest, against] = [text(flags, 'attest'), packNames(texts(flags, 'against'))]
    if (attest !== undefined && against.length > 0)
      throw usageWrongValue('--attest and --against', 'both of them', 'a statement is about one policy: give one')
    const packs = loadPacks(named.length === 0 ? ['default'] : named, { cwd })
    const reports = readPolicyDocuments(args, cwd)
    const documents = [...reports, ...readPolicyDocuments(texts(flags, 'evidence'), cwd)]
    const at = now()
    const projects = checkPolicies(packs, documents, at)
    const unknown = unknownOf(flags) ?? 'fail'
    const codes = projects.map(({ policy }) => policyExitCode(policy, unknown))
    const worst = codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0
    if (against.length > 0) {
      showWhatIf(whatIf(checkPolicies(loadPacks(against, { cwd }), documents, at), projects), wanted, context)
      return worst
    }
    if (attest !== undefined) {
      const [only] = projects
      if (only === undefined || projects.length > 1)
        throw usageMissingArgument('one scan report: a statement is about one project', 'policy check')
      const subjects = texts(flags, 'subject')
      const scanned = documents.find((one) => one.kind === 'scan')
      const request = {
        policy: only.policy,
        unknown,
        subjects,
        judged: subjects.length === 0 ? reports.map(stated) : [],
        target: scanned?.kind === 'scan' ? statedTarget(scanned.report) : null,
        inputs: documents.map(stated),
        cwd,
        now: at,
      }
      const signed = text(flags, 'key') !== undefined || text(flags, 'identity-token') !== undefined
      if (signed) deliverBundle(await attestPolicy(request, signerRequest(context)), attest, context)
      else {
        writeOutput(resolve(cwd, attest), writePolicyStatement(request))
        stderr.write(`the verdict is in ${attest}, not signed\n`)
      }
    }
    deliverPolicy(projects, wanted, context)
    return worst
  },
})

function stated({ source, digest }: PolicyDocument): { readonly uri: string; readonly digest: { readonly sha256: string } } {
  return { uri: basename(source), digest: { sha256: digest } }
}
