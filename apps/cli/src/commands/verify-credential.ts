import { verifyCredentialFiles } from '@cupel/engine/verify'
import { usageWrongValue } from '@cupel/model'
import { defineCommand, text, texts } from '../command.ts'
import { namedValues } from '../given-flags.ts'
import { deliverVerdict, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify credential`: who stands behind a verifiable credential. */
export default defineCommand({
  id: 'verify-credential',
  summary: 'check verifiable credentials: data integrity proofs, JWT, SD-JWT',
  usage: 'FILE…',
  arity: [1, 10_000],
  flags: {
    issuer: { type: 'string', multiple: true, value: 'ID', help: 'issuer that is accepted, as did:key:…; may be repeated' },
    trust: {
      type: 'string',
      value: 'FILE',
      help: 'trust policy in place of --issuer (default: trust.toml here): its identities of kind did',
    },
    method: {
      type: 'string',
      multiple: true,
      value: 'ISSUER=METHOD',
      help: 'verification method that speaks for an issuer that is no DID',
    },
    document: { type: 'string', multiple: true, value: 'FILE', help: 'DID document of a did:web issuer; nothing is fetched' },
    context: { type: 'string', multiple: true, value: 'URL=FILE', help: 'JSON-LD context that a proof needs; nothing is fetched' },
    'status-list': {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'list of revoked and suspended credentials (Bitstring Status List, status list token); nothing is fetched',
    },
    ...VERDICT_FLAGS,
  },
  examples: [
    ['cupel verify credential diploma.json --issuer did:key:z6Mk…', 'offline'],
    ['cupel verify credential diploma.json --issuer did:key:z6Mk… --status-list status.json', 'and not revoked'],
  ],
  async run(context) {
    const { args, flags, cwd, now } = context
    const issuers = texts(flags, 'issuer')
    const policy = text(flags, 'trust')
    if (issuers.length > 0 && policy !== undefined)
      throw usageWrongValue('--trust and --issuer', 'both of them', 'give one: a verdict has one basis')
    const report = await verifyCredentialFiles({
      credentials: args,
      issuers,
      ...(policy === undefined ? {} : { policy }),
      methods: namedValues(texts(flags, 'method'), '--method'),
      documents: texts(flags, 'document'),
      contexts: namedValues(texts(flags, 'context'), '--context'),
      statusLists: texts(flags, 'status-list'),
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})
