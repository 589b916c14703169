import type { Fact, Missing } from '../../outcome.ts'
import { known } from '../../facts/fact.ts'
import type { ForgeFacts, ForgeSecuritySettings, ForgeWebhook } from '../../facts/forge-facts.ts'
import { noForge } from '../../facts/no-forge.ts'
import type { ForgeAddress } from '../forge-address.ts'
import type { ForgeAnswer, ForgeSession } from '../forge-session.ts'
import { factOf, UNSEEN_SETTINGS } from '../fact-of.ts'
import { at, flagAt, listAt, textAt } from '../json-shape.ts'

type Settings = Pick<ForgeFacts, 'defaultWorkflowPermissions' | 'webhooks' | 'settings'>

/** Settings that GraphQL does not show. Administrators' questions are not asked by others: the answer is known to be no. */
export async function readGithubSettings(
  session: ForgeSession,
  { api, owner, name }: ForgeAddress,
  { admin, repository }: { readonly admin: boolean; readonly repository: unknown },
): Promise<Settings> {
  const root = `${api}/repos/${owner}/${name}`
  const reporting = await session.get(`${root}/private-vulnerability-reporting`, 'private vulnerability reporting')
  const seen = {
    ...UNSEEN_SETTINGS,
    privateReporting: reporting.ok ? flagAt(reporting.json, 'enabled') : null,
    dependencyAlerts: flagAt(repository, 'hasVulnerabilityAlertsEnabled'),
  }
  if (!admin) {
    const { defaultWorkflowPermissions, webhooks } = noForge('give a token of an administrator of the repository')
    return { defaultWorkflowPermissions, webhooks, settings: reporting.ok ? known(seen) : factOf(reporting, () => seen) }
  }
  const workflow = await session.get(`${root}/actions/permissions/workflow`, 'default workflow permissions')
  const hooks = await session.get(`${root}/hooks?per_page=100`, 'webhooks')
  const full = await session.get(root, 'security settings')
  return {
    defaultWorkflowPermissions: permissionOf(workflow),
    webhooks: factOf(hooks, webhooksOf),
    settings: factOf(full, (json) => ({ ...seen, ...analysisOf(json) })),
  }
}

function permissionOf(answer: ForgeAnswer): Fact<'read' | 'write'> {
  if (!answer.ok) return { known: false, missing: answer.missing }
  const stated = textAt(answer.json, 'default_workflow_permissions')
  const missing: Missing = {
    what: 'network',
    detail: 'the default rights of workflow tokens were not in the answer',
    remedy: 'try again later',
  }
  return stated === 'read' || stated === 'write' ? known(stated) : { known: false, missing }
}

/** GitHub shows a set secret as asterisks, an unset one not at all. */
function webhooksOf(json: unknown): readonly ForgeWebhook[] {
  return listAt(json).map((hook) => ({
    id: String(at(hook, 'id') ?? ''),
    hasSecret: textAt(hook, 'config', 'secret') !== '',
    url: textAt(hook, 'config', 'url').replace(/[?#].*$/, ''),
  }))
}

function analysisOf(json: unknown): Partial<ForgeSecuritySettings> {
  const status = (key: string): boolean | null => {
    const text = textAt(json, 'security_and_analysis', key, 'status')
    return text === '' ? null : text === 'enabled'
  }
  return {
    secretScanning: status('secret_scanning'),
    pushProtection: status('secret_scanning_push_protection'),
    dependencyUpdates: status('dependabot_security_updates'),
  }
}
