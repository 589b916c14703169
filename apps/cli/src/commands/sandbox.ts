import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SANDBOX_FAULTS, serveSandbox } from '@cupel/engine/sandbox'
import { usageWrongValue } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'

/** `cupel sandbox`: a Sigstore instance of one's own, for tests and teaching. */
export default defineCommand({
  id: 'sandbox',
  summary: 'start a whole Sigstore instance on this machine, for tests and teaching',
  usage: '',
  arity: [0, 0],
  graceful: true,
  flags: {
    out: { type: 'string', short: 'o', value: 'DIR', help: 'where trusted root, signing configuration and token go (default: sandbox)' },
    port: { type: 'string', value: 'PORT', help: 'port on loopback (default: any free one)' },
    identity: { type: 'string', value: 'NAME', help: 'whom the token names: an address, or the URL of a workflow with its ref' },
    fault: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'go wrong on purpose; may be repeated',
      suggests: Object.keys(SANDBOX_FAULTS),
    },
    faults: { type: 'boolean', help: 'list the faults, with the step at which a verifier must notice' },
  },
  description:
    'Certificate authority, certificate log, two logs with real proofs, timestamps, TUF and OpenID in one process. Whoever reaches it can sign as anybody: trust its root nowhere else. Ends on Ctrl-C.',
  examples: [
    [
      'cupel sandbox --out sandbox',
      'then: cupel sign FILE --signing-config sandbox/signing_config.json --trusted-root sandbox/trusted_root.json',
    ],
    ['cupel sandbox --fault sct-missing', 'every bundle made there must be refused at the step certificate-log'],
  ],
  async run({ flags, cwd, now, signal, stdout }) {
    if (isSet(flags, 'faults')) {
      for (const [name, { title, step, code }] of Object.entries(SANDBOX_FAULTS)) stdout.write(`${name}: ${title}; ${code} at ${step}\n`)
      return 0
    }
    const out = text(flags, 'out') ?? 'sandbox'
    const port = text(flags, 'port') ?? '0'
    if (!/^\d{1,5}$/.test(port)) throw usageWrongValue('--port', port, 'a number')
    const served = await serveSandbox({
      out: resolve(cwd, out),
      port: Number(port),
      faults: texts(flags, 'fault'),
      identity: text(flags, 'identity') ?? 'somebody@example.com',
      now,
    })
    for (const [name, url] of Object.entries(served.services)) stdout.write(`${name}: ${url}\n`)
    for (const file of served.files) stdout.write(`written: ${file}\n`)
    stdout.write('ready\n')
    await sleep(2 ** 31 - 1, undefined, { signal }).catch(() => undefined)
    await served.close()
    return 0
  },
})
