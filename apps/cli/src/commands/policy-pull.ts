import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { printable } from '@cupel/engine'
import { isOlderPack, pullPack } from '@cupel/engine/policy'
import { policyRefused } from '@cupel/model'
import { defineCommand, isSet, text } from '../command.ts'
import { writeOutput } from '../deliver.ts'
import { given } from '../given-flags.ts'
import { outputThere } from '../output-there.ts'
import { ROOT_FLAGS, trustRequest } from '../verify-flags.ts'

/** `cupel policy pull`: a pack of somebody else, held against a digest or a signature. */
export default defineCommand({
  id: 'policy-pull',
  summary: 'get a policy pack from a URL or path, by its digest or by who signed it',
  usage: 'URL|PATH',
  arity: [1, 1],
  flags: {
    digest: { type: 'string', value: 'sha256:HEX', help: 'digest that it must have' },
    key: { type: 'string', value: 'FILE', help: 'public key (PEM) that must have signed it' },
    identity: { type: 'string', value: 'NAME', help: 'whom the certificate must name, exactly; needs --issuer' },
    issuer: { type: 'string', value: 'URL', help: 'who must have vouched for that identity, exactly' },
    unlogged: { type: 'boolean', help: 'a signature by a key needs no entry in a transparency log' },
    ...ROOT_FLAGS,
    bundle: { type: 'string', short: 'b', value: 'URL|FILE', help: 'the signature (default: the address with .sigstore.json after it)' },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'where it goes (default: ID.yaml here)' },
    force: { type: 'boolean', help: 'replace a file that is there' },
  },
  description:
    'cupel policy sign makes what this takes. Exit 5 when it is not what was asked for, or older than what it would replace; nothing is written then.',
  examples: [
    ['cupel policy pull https://policies.example.org/base.yaml --key security-team.pub --unlogged', 'signed by a key'],
    ['cupel policy pull https://policies.example.org/base.yaml --digest sha256:…', 'pinned'],
  ],
  async run({ args: [from = ''], flags, cwd, now, signal, stderr }) {
    const trusted = text(flags, 'key') !== undefined || text(flags, 'identity') !== undefined || text(flags, 'issuer') !== undefined
    const pulled = await pullPack({
      from,
      ...given(flags, { digest: 'digest', bundle: 'bundle' }),
      ...(trusted && { trust: trustRequest(flags) }),
      cwd,
      now: now(),
      signal,
    })
    const file = text(flags, 'output') ?? pulled.fileName
    const path = resolve(cwd, file)
    if (existsSync(path) && !isSet(flags, 'force')) throw outputThere(file, '--force replaces it')
    if (existsSync(path) && text(flags, 'digest') === undefined && isOlderPack(pulled, readFileSync(path, 'utf8')))
      throw policyRefused(from, `it is version ${pulled.version}, older than the one here; to go back, give its --digest too`)
    writeOutput(path, pulled.text)
    stderr.write(
      `${printable(pulled.id)} ${pulled.digest}: ${printable(file)}${pulled.signers.length === 0 ? '' : `, signed by ${pulled.signers.map(printable).join(', ')}`}\n`,
    )
    return 0
  },
})
