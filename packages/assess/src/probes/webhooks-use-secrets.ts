import { found, notApplicable, notFound, snippetOf, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'webhooksUseSecrets',
  title: 'Do webhooks prove who calls?',
  remediation: {
    text: 'Set a secret for the webhook and check it at the receiver',
    effort: 'low',
    link: 'https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries',
  },
  run(facts) {
    const { webhooks } = facts.forge
    if (!webhooks.known) return [unseen(webhooks.missing)]
    if (webhooks.value.length === 0) return [notApplicable('the repository has no webhooks')]
    return webhooks.value.map(({ id, hasSecret, url }) =>
      hasSecret
        ? found('the webhook has a secret', [{ url }], { webhook: snippetOf(id) })
        : notFound('the webhook has no secret', [{ url }], { webhook: snippetOf(id) }),
    )
  },
})
