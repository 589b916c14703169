import type { JobPattern } from './job-match.ts'

/** Jobs that publish packages, as Scorecard 5 knows them. */
export const PUBLISHING_JOBS: readonly JobPattern[] = [
  {
    name: 'npm publish',
    steps: [{ uses: 'actions/setup-node', with: { 'registry-url': /^https:\/\/registry\.[a-z]{1,20}\.org$/ } }, { run: /npm.*publish/ }],
  },
  { name: 'Maven deploy', steps: [{ uses: 'actions/setup-java' }, { run: /mvn.*deploy/ }] },
  { name: 'Gradle publish', steps: [{ uses: 'actions/setup-java' }, { run: /gradle.*publish/ }] },
  { name: 'sbt-ci-release', steps: [{ run: /sbt.*ci-release/ }] },
  { name: 'gem push', steps: [{ run: /gem.*push/ }] },
  { name: 'NuGet push', steps: [{ run: /nuget.*push/ }] },
  { name: 'docker push', steps: [{ run: /docker.*push/ }] },
  { name: 'docker/build-push-action', steps: [{ uses: 'docker/build-push-action' }] },
  { name: 'pypa/gh-action-pypi-publish', steps: [{ uses: 'pypa/gh-action-pypi-publish' }] },
  { name: 'python-semantic-release', steps: [{ uses: 'relekang/python-semantic-release' }] },
  { name: 'goreleaser-action', steps: [{ uses: 'goreleaser/goreleaser-action' }] },
  { name: 'cargo publish', steps: [{ run: /cargo.*publish/ }] },
  { name: 'ko', steps: [{ uses: 'imjasonh/setup-ko' }, { uses: 'ko-build/setup-ko' }] },
  { name: 'semantic-release', steps: [{ run: /npx.*semantic-release/ }] },
  { name: 'Hex publish', steps: [{ uses: 'erlef/setup-elixir' }, { run: /hex.publish/ }] },
]

/** Further ones that our reading knows: trusted publishing, reusable builders, and tools Scorecard 5 does not look for. */
export const MORE_PUBLISHING_JOBS: readonly JobPattern[] = [
  { name: 'npm publish', steps: [{ run: /\b(?:npm|pnpm|yarn|bun)\b.{0,200}\bpublish\b/ }] },
  { name: 'deno publish', steps: [{ run: /\b(?:deno|jsr)\s+publish\b/ }] },
  { name: 'changesets', steps: [{ uses: 'changesets/action' }] },
  { name: 'semantic-release', steps: [{ uses: 'cycjimmy/semantic-release-action' }] },
  { name: 'semantic-release', steps: [{ run: /\b(?:pnpm|yarn|bunx?)\b.{0,200}\bsemantic-release\b/ }] },
  { name: 'release-please', steps: [{ uses: 'googleapis/release-please-action' }] },
  { name: 'twine upload', steps: [{ run: /\b(?:twine\s+upload|(?:uv|poetry|flit|hatch|pdm)\s+publish)\b/ }] },
  { name: 'maturin', steps: [{ uses: 'PyO3/maturin-action', with: { command: /^(?:upload|publish)$/ } }] },
  { name: 'goreleaser', steps: [{ run: /\bgoreleaser\s+release\b(?!.{0,200}--snapshot\b)/ }] },
  {
    name: 'goreleaser',
    steps: [{ uses: 'testifysec/witness-run-action', with: { command: /\bgoreleaser\s+release\b(?!.{0,200}--snapshot\b)/ } }],
  },
  { name: 'rust-lang/crates-io-auth-action', steps: [{ uses: 'rust-lang/crates-io-auth-action' }] },
  { name: 'release-plz', steps: [{ uses: 'release-plz/action' }] },
  { name: 'rubygems/release-gem', steps: [{ uses: 'rubygems/release-gem' }] },
  { name: 'JReleaser', steps: [{ uses: 'jreleaser/release-action' }] },
  { name: 'Maven release', steps: [{ run: /\bmvnw?\b.{0,200}\brelease:perform\b/ }] },
  { name: 'ko publish', steps: [{ run: /\bko\s+(?:build|publish|resolve)\b/ }] },
  { name: 'Helm push', steps: [{ run: /\bhelm\s+push\b/ }] },
  { name: 'GitHub release', steps: [{ uses: 'softprops/action-gh-release' }] },
  { name: 'GitHub release', steps: [{ uses: 'ncipollo/release-action' }] },
  { name: 'GitHub release', steps: [{ run: /\bgh\s+release\s+(?:create|upload)\b/ }] },
  { name: 'SLSA generator', steps: [{ uses: 'slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml' }] },
  { name: 'SLSA Go builder', steps: [{ uses: 'slsa-framework/slsa-github-generator/.github/workflows/builder_go_slsa3.yml' }] },
  {
    name: 'SLSA container generator',
    steps: [{ uses: 'slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml' }],
  },
]
