import type { Facts } from '../facts/facts.ts'
import { found, notApplicable, notFound, notUnderstood, unseen } from '../finding.ts'
import type { ProbeFinding, Reading } from '../probe.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'
import { tokenPermissions } from './token-permissions.ts'
import type { TokenPermission } from './token-permissions.ts'

/** Findings about what is stated at the top of workflows, or in their jobs. */
export function permissionFindings(facts: Facts, reading: Reading, at: TokenPermission['at']): readonly ProbeFinding[] {
  const { workflows, broken } = workflowsOf(facts)
  const errors = broken.map(({ path, line, reason }) => notUnderstood(`the workflow cannot be read: ${reason}`, { path, line }))
  if (workflows.length === 0) return errors.length > 0 ? errors : [notApplicable('there are no workflows')]
  const stated = tokenPermissions(facts).filter((permission) => permission.at === at)
  const findings = stated.flatMap((permission) => findingOf(permission, facts, reading))
  if (findings.length === 0) findings.push(found(`no ${at === 'top' ? 'top-level' : 'job-level'} permissions that matter`))
  return [...errors, ...findings]
}

function findingOf(permission: TokenPermission, facts: Facts, reading: Reading): ProbeFinding[] {
  const { path, line, level, name, value, at, job } = permission
  const place = { path, line }
  const values = { permissionLevel: level, tokenName: value === 'write-all' ? value : name, path, job, ...(name === '' ? {} : { value }) }
  const subject = at === 'top' ? 'the workflow' : `job ${JSON.stringify(job).slice(0, 80)}`
  if (level === 'none') return [notFound(`${subject} takes all rights from its token`, [place], values)]
  if (level === 'read') return [found(`${subject} gives its token ${name === '' ? 'read access' : `${name}: read`}`, [place], values)]
  if (level === 'undeclared') return [undeclared(permission, facts, reading, values)]
  // A right without a name that is not `write-all` is a word GitHub does not know.
  if (name === '' && (at === 'job' || value !== 'write-all')) return []
  return [notFound(`${subject} gives its token ${name === '' ? value : `${name}: ${value.slice(0, 20)}`}`, [place], values)]
}

/** What is not stated has the repository's default; our reading asks for it before it accuses. */
function undeclared(permission: TokenPermission, facts: Facts, reading: Reading, values: Record<string, string>): ProbeFinding {
  const { path, line, at } = permission
  const message = at === 'top' ? 'the workflow states no rights for its token' : 'the job states no rights for its token'
  const { defaultWorkflowPermissions: fallback } = facts.forge
  if (reading === 'cupel' && at === 'job') return { ...notFound(message, [{ path, line }], values) }
  if (reading === 'scorecard-5') return notFound(message, [{ path, line }], values)
  // Where every job states its own rights, no default counts.
  if (!tokenPermissions(facts).some((one) => one.path === path && one.at === 'job' && one.level === 'undeclared'))
    return found(`${message}; each of its jobs does`, [{ path, line }], { ...values, permissionLevel: 'read' })
  if (!fallback.known) {
    const { what, remedy } = fallback.missing
    const detail = `${message}, and the repository’s default could not be seen`
    return {
      ...unseen({ what, detail, remedy: `write \`permissions:\` into the workflow, or ${remedy}` }, values),
      places: [{ path, line }],
    }
  }
  if (fallback.value === 'read')
    return found(`${message}; the repository’s default is read access`, [{ path, line }], { ...values, permissionLevel: 'read' })
  return notFound(`${message}; the repository’s default is write access`, [{ path, line }], values)
}

/** Rights that are neither reading nor one of those that matter. */
export function unknownPermissions(facts: Facts): readonly ProbeFinding[] {
  const { workflows } = workflowsOf(facts)
  if (workflows.length === 0) return [notApplicable('there are no workflows')]
  const odd = tokenPermissions(facts).filter(({ level }) => level === 'unknown')
  if (odd.length === 0) return [found('every right in the workflows is one whose effect is known')]
  return odd.map(({ path, line, name, value }) =>
    notFound(`${name === '' ? 'permissions' : name}: ${value.slice(0, 20)} is outside the rights that are judged`, [{ path, line }], {
      permissionLevel: 'unknown',
      tokenName: name,
    }),
  )
}
