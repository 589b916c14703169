import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { printable } from '@cupel/engine'
import { targetMissing, usageMissingArgument, usageWrongValue } from '@cupel/model'
import { pushDocuments } from '@cupel/server'
import type { PushedUpload, PushRequest, PushResult } from '@cupel/server'
import { counted } from '../counted.ts'
import { defineCommand, isSet, text } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { pushedFiles } from '../pushed-files.ts'

const KINDS = ['auto', 'sbom', 'scan', 'assessment', 'attestation', 'vex']
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** `cupel push`: documents handed to a server, and its verdict as the exit code. */
export default defineCommand({
  id: 'push',
  summary: 'hand SBOMs, scans, assessments and attestations to a cupel server, and exit by its verdict',
  usage: 'FILE|DIR…',
  arity: [1, 500],
  graceful: true,
  flags: {
    server: { type: 'string', value: 'URL', help: 'the server (default: CUPEL_SERVER)' },
    project: { type: 'string', value: 'SLUG', help: 'the project, as SLUG or ORGANISATION/SLUG' },
    'token-file': { type: 'string', value: 'FILE', help: 'file with the API token (default: CUPEL_TOKEN)' },
    kind: { type: 'string', value: 'KIND', help: 'what the files are (default: told from their content)', choices: KINDS },
    create: { type: 'boolean', help: 'make the project when there is none' },
    wait: { type: 'boolean', help: 'wait until they were read and the rules asked, and exit by the verdict' },
    timeout: { type: 'string', value: 'SECONDS', help: 'how long to wait (default: 600)' },
    unknown: {
      type: 'string',
      value: 'HOW',
      help: 'whether rules that could not be answered fail or pass (default: fail)',
      choices: ['fail', 'pass'],
    },
    'allow-http': { type: 'boolean', help: 'send the token without encryption to a server that is not this machine' },
  },
  description:
    'The token needs the scopes portfolio:read and upload:write (and project:write for --create, triage:write for VEX). What fails for a while is tried again; a repeated try is one upload. Exit codes with --wait: 0 the project passes, no rule applies or none that counts is set, 1 a rule is not kept, 3 a rule could not be answered, or nothing found would prove nothing: something was not read whole, components are without advisory data, or the server knows only the starter set; 3 as well when a document is refused, the server cannot be reached or the time to wait ends (what was sent is kept there), 2 for wrong use, 130 when interrupted.',
  examples: [
    ['cupel push bom.json --server https://cupel.example --project shop', 'with the token in CUPEL_TOKEN'],
    ['cupel push reports/ --server https://cupel.example --project shop --wait', 'a folder of documents, in a build'],
  ],
  async run(context) {
    const { args, flags, cwd, signal, stdout, stderr } = context
    const project = text(flags, 'project')
    if (project === undefined) throw usageMissingArgument('--project SLUG', 'push')
    const server = serverOf(context)
    const token = tokenOf(context)
    const documents = pushedFiles(args, cwd)
    const result = await pushDocuments({
      server,
      token,
      project,
      create: isSet(flags, 'create'),
      kind: (text(flags, 'kind') ?? 'auto') as PushRequest['kind'],
      documents,
      waitMs: isSet(flags, 'wait') ? secondsOf(text(flags, 'timeout') ?? '600') * 1000 : null,
      signal,
      onUpload: (upload) => {
        stdout.write(`${uploadLine(upload)}\n`)
        for (const { message, path } of upload.problems) stderr.write(`  ${printable(path === '' ? message : `${path}: ${message}`)}\n`)
      },
    })
    return verdictOf(result, { unknown: text(flags, 'unknown') ?? 'fail', stdout, stderr })
  },
})

function serverOf({ flags, env }: CommandContext): string {
  const given = text(flags, 'server') ?? env['CUPEL_SERVER']
  if (given === undefined || given === '') throw usageMissingArgument('--server URL or CUPEL_SERVER', 'push')
  const url = URL.canParse(given) ? new URL(given) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw usageWrongValue('--server', given, 'an address like https://cupel.example')
  if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname) && !isSet(flags, 'allow-http')) {
    throw usageWrongValue('--server', given, 'https, or the token could be read on its way; --allow-http sends it all the same')
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function tokenOf({ flags, env, cwd }: CommandContext): string {
  const file = text(flags, 'token-file')
  const token = (file === undefined ? (env['CUPEL_TOKEN'] ?? '') : readToken(resolve(cwd, file), file)).trim()
  if (token === '') throw usageMissingArgument('an API token in CUPEL_TOKEN or --token-file FILE', 'push')
  return token
}

function readToken(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw targetMissing(shown, error)
  }
}

function secondsOf(value: string): number {
  if (!/^\d{1,5}$/.test(value)) throw usageWrongValue('--timeout', value, 'a number of seconds')
  return Number(value)
}

function uploadLine({ name, kind, state, result }: PushedUpload): string {
  const { components, findings, unmatched } = result
  const facts = [
    ...(components === undefined ? [] : [counted(components, 'component')]),
    ...(findings === undefined ? [] : [counted(findings, 'finding')]),
    ...(unmatched === undefined || unmatched === 0 ? [] : [`${unmatched} without advisory data`]),
  ]
  return printable(`${name}: ${kind} ${state}${facts.length === 0 ? '' : `, ${facts.join(', ')}`}`)
}

function verdictOf(
  { uploads, verdict }: PushResult,
  { unknown, stdout, stderr }: { readonly unknown: string } & Pick<CommandContext, 'stdout' | 'stderr'>,
): number {
  if (verdict === null) return 0
  for (const { pack, rule } of verdict.failing) stdout.write(`not kept: ${printable(`${pack} ${rule}`)}\n`)
  for (const { pack, rule } of verdict.undecided) stdout.write(`not answered: ${printable(`${pack} ${rule}`)}\n`)
  // What the project shows now may be less than whole for another reason than these uploads.
  const failed = uploads.some(({ state, problems }) => state === 'failed' || problems.some(({ incomplete }) => incomplete))
  const replaced = uploads.some(
    ({ state, result }) => state === 'done' && result.components !== undefined && result.snapshot !== verdict.snapshot,
  )
  const gaps = [
    ...(failed && !verdict.incomplete ? ['not everything could be read'] : []),
    ...(replaced ? ['another document has taken the place of this one, and it is about that'] : []),
    ...verdict.gaps,
  ]
  stdout.write(`verdict: ${verdict.outcome}${gaps.length === 0 ? '' : `, but ${printable(gaps.join(', '))}`}\n`)
  if (verdict.outcome === 'none') stderr.write('  no rule that counts is in use there: nothing was judged\n')
  if (verdict.outcome === 'fail') return 1
  return gaps.length > 0 || (verdict.outcome === 'unknown' && unknown === 'fail') ? 3 : 0
}
