/**
 * What a tool does for quality:
 * - `lint`: finds mistakes of style or use · `types`: checks types · `warnings`: compiler warnings switched on
 * - `sast`: static analysis of more than compiler warnings · `sast-security`: one that looks for vulnerabilities
 * - `dynamic`: fuzzing, sanitizers, memory checkers, web scanners · `coverage` · `format`
 * - `secrets`: finds credentials · `sca`: known vulnerabilities of dependencies · `sbom` · `sign` · `dco`
 */
export type ToolKind =
  | 'lint'
  | 'types'
  | 'sast'
  | 'sast-security'
  | 'dynamic'
  | 'memory'
  | 'coverage'
  | 'format'
  | 'secrets'
  | 'sca'
  | 'sca-change'
  | 'sbom'
  | 'sign'
  | 'dco'

export interface QualityTool {
  readonly name: string
  readonly kinds: readonly ToolKind[]
  /** Matched against a whole action reference. */
  readonly uses?: RegExp
  /** Matched against a command, or an id of a hook. */
  readonly run?: RegExp
  /** Configuration files, in lower case, with their whole path. */
  readonly config?: RegExp
}

const CODEQL: readonly ToolKind[] = ['sast', 'sast-security']

/** Tools that are recognised. Facts about names only; that a tool is here says nothing about its worth. */
export const QUALITY_TOOLS: readonly QualityTool[] = [
  { name: 'CodeQL', kinds: CODEQL, uses: /^github\/codeql-action\/(?:analyze|init)@/, run: /\bcodeql\s+database\s+analyze\b/ },
  {
    name: 'Semgrep',
    kinds: CODEQL,
    uses: /^(?:returntocorp|semgrep)\/semgrep-action/,
    run: /\b(?:semgrep|opengrep)\s+(?:ci|scan|--config|-c)\b|^semgrep(?:-ci)?$/,
  },
  {
    name: 'SonarQube',
    kinds: CODEQL,
    uses: /^(?:sonarsource|SonarSource)\/sonar/i,
    run: /\bsonar-scanner\b|\bsonar:sonar\b|\bgradlew?\b.{0,80}\bsonar(?:qube)?\b/,
    config: /^(?:sonar-project\.properties|\.sonarcloud\.properties)$/,
  },
  { name: 'Snyk Code', kinds: CODEQL, uses: /^snyk\/actions\//, run: /\bsnyk\s+code\s+test\b/ },
  { name: 'Coverity', kinds: CODEQL, uses: /coverity/i, run: /\bcov-build\b|coverity_scan|scan\.coverity\.com/ },
  { name: 'gosec', kinds: CODEQL, uses: /^securego\/gosec/, run: /(?:^|[\s/"'-])gosec\b/ },
  { name: 'Bandit', kinds: CODEQL, uses: /bandit/i, run: /(?:^|[\s/"'=:[,-])bandit\b/, config: /^\.bandit(?:\.ya?ml)?$/ },
  { name: 'Ruff security rules', kinds: ['sast-security'], run: /\bruff\b.{0,200}--(?:extend-)?select[= ][A-Z0-9,]{0,60}\bS\b/ },
  { name: 'Brakeman', kinds: CODEQL, uses: /brakeman/i, run: /\bbrakeman\b/ },
  { name: 'ESLint security', kinds: ['sast-security'], run: /eslint-plugin-(?:security|no-unsanitized|sonarjs|no-secrets)\b/ },
  { name: 'njsscan', kinds: CODEQL, uses: /njsscan/i, run: /\bnjsscan\b/ },
  { name: 'FindSecBugs', kinds: CODEQL, run: /findsecbugs/i },
  { name: 'SpotBugs', kinds: ['sast'], run: /\bspotbugs\b/i },
  { name: 'PMD', kinds: ['sast', 'lint'], uses: /^pmd\//, run: /\bpmd(?::check|Main)?\b/ },
  { name: 'Error Prone', kinds: ['sast'], run: /error[_-]?prone/i },
  { name: 'Infer', kinds: CODEQL, run: /\binfer\s+run\b/ },
  { name: 'Clang Static Analyzer', kinds: CODEQL, run: /\bscan-build\b/ },
  { name: 'clang-tidy', kinds: ['lint', 'sast'], uses: /clang-tidy|cpp-linter/i, run: /\b(?:run-)?clang-tidy\b/ },
  { name: 'cppcheck', kinds: CODEQL, uses: /cppcheck/i, run: /\bcppcheck\b/ },
  { name: 'flawfinder', kinds: CODEQL, uses: /flawfinder/i, run: /\bflawfinder\b/ },
  { name: 'PVS-Studio', kinds: CODEQL, run: /\bpvs-studio/i },
  { name: 'gcc -fanalyzer', kinds: CODEQL, run: /-fanalyzer\b/ },
  { name: 'DevSkim', kinds: CODEQL, uses: /^microsoft\/devskim/i },
  { name: 'Psalm', kinds: ['sast', 'lint'], run: /\bpsalm\b/, config: /^psalm\.xml(?:\.dist)?$/ },
  { name: 'PHPStan', kinds: ['sast', 'lint'], run: /\bphpstan\b/, config: /^phpstan\.neon(?:\.dist)?$/ },
  { name: 'staticcheck', kinds: ['sast', 'lint'], uses: /staticcheck/, run: /\bstaticcheck\b/ },
  {
    name: 'golangci-lint',
    kinds: ['lint', 'sast'],
    uses: /^golangci\/golangci-lint-action/,
    run: /\bgolangci-lint\b/,
    config: /^\.golangci\.(?:ya?ml|toml|json)$/,
  },
  { name: 'go vet', kinds: ['lint'], run: /\bgo\s+vet\b/ },
  { name: 'Clippy', kinds: ['lint', 'sast'], uses: /clippy/, run: /\bcargo\s+(?:\+\S+\s+)?clippy\b/ },
  {
    name: 'ESLint',
    kinds: ['lint'],
    uses: /eslint/i,
    run: /\beslint\b/,
    config: /(?:^|\/)(?:\.eslintrc(?:\.\w+)?|eslint\.config\.[cm]?[jt]s)$/,
  },
  { name: 'Biome', kinds: ['lint', 'format'], uses: /^biomejs\//, run: /\bbiome\s+(?:ci|check|lint)\b/, config: /(?:^|\/)biome\.jsonc?$/ },
  { name: 'Oxlint', kinds: ['lint'], run: /\boxlint\b/ },
  { name: 'Standard', kinds: ['lint'], run: /^(?:npx\s+)?(?:semi)?standard(?:\s+-|\s*$)/ },
  {
    name: 'Ruff',
    kinds: ['lint'],
    uses: /^(?:astral-sh|chartboost)\/ruff-action/,
    run: /\bruff(?:-check)?\b(?!-format)/,
    config: /^\.?ruff\.toml$/,
  },
  { name: 'Flake8', kinds: ['lint'], run: /\bflake8\b/, config: /^\.flake8$/ },
  { name: 'Pylint', kinds: ['lint'], run: /\bpylint\b/, config: /^\.?pylintrc$/ },
  { name: 'mypy', kinds: ['types', 'sast'], run: /\bmypy\b/, config: /^\.?mypy\.ini$/ },
  { name: 'Pyright', kinds: ['types', 'sast'], run: /\b(?:based)?pyright\b/, config: /^pyrightconfig\.json$/ },
  { name: 'ty', kinds: ['types'], run: /\bty\s+check\b/ },
  { name: 'TypeScript', kinds: ['types'], run: /\b(?:tsc|vue-tsc|tsgo)\b/ },
  { name: 'RuboCop', kinds: ['lint'], run: /\brubocop\b/, config: /^\.rubocop\.ya?ml$/ },
  { name: 'ShellCheck', kinds: ['lint'], uses: /shellcheck/i, run: /\bshellcheck\b/ },
  { name: 'hadolint', kinds: ['lint'], uses: /^hadolint\//, run: /\bhadolint\b/ },
  { name: 'Checkstyle', kinds: ['lint'], run: /\bcheckstyle\b/i, config: /(?:^|\/)checkstyle[^/]*\.xml$/ },
  { name: 'ktlint', kinds: ['lint'], run: /\bktlint\b/i },
  { name: 'detekt', kinds: ['lint', 'sast'], run: /\bdetekt\b/i },
  { name: 'SwiftLint', kinds: ['lint'], run: /\bswiftlint\b/i, config: /^\.swiftlint\.yml$/ },
  { name: 'Credo', kinds: ['lint'], run: /\bmix\s+credo\b/ },
  { name: 'Dialyzer', kinds: ['sast', 'types'], run: /\bdialyzer\b/ },
  { name: 'Sobelow', kinds: CODEQL, run: /\bsobelow\b/ },
  { name: 'HLint', kinds: ['lint'], run: /\bhlint\b/i },
  { name: 'lintr', kinds: ['lint'], run: /\blintr::|\blint_package\b/, config: /^\.lintr$/ },
  { name: 'perlcritic', kinds: ['lint'], run: /\bperlcritic\b/, config: /^\.perlcriticrc$/ },
  { name: 'PHP_CodeSniffer', kinds: ['lint'], run: /\bphpcs\b/, config: /^\.?phpcs\.xml(?:\.dist)?$/ },
  {
    name: 'StyleCop / Roslyn analyzers',
    kinds: ['lint', 'sast'],
    run: /StyleCop\.Analyzers|Microsoft\.CodeAnalysis\.NetAnalyzers|EnableNETAnalyzers/,
  },
  { name: 'MegaLinter / Super-Linter', kinds: ['lint'], uses: /(?:super-linter|megalinter|mega-linter)/i },
  { name: 'Trunk', kinds: ['lint'], uses: /^trunk-io\//, run: /\btrunk\s+check\b/ },
  // It looks at workflows only, not at the software.
  { name: 'zizmor', kinds: ['lint'], uses: /zizmor/, run: /\bzizmor\b/ },
  { name: 'actionlint', kinds: ['lint'], uses: /actionlint/, run: /\bactionlint\b/ },
  { name: 'lint task', kinds: ['lint'], run: /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?lint\b/ },
  { name: 'rustfmt', kinds: ['format'], run: /\bcargo\s+(?:\+\S+\s+)?fmt\b|\brustfmt\b/, config: /^\.?rustfmt\.toml$/ },
  { name: 'gofmt', kinds: ['format'], run: /\b(?:gofmt|gofumpt|goimports)\b/ },
  { name: 'Prettier', kinds: ['format'], run: /\bprettier\b/, config: /^\.prettierrc(?:\.\w+)?$|^prettier\.config\.[cm]?[jt]s$/ },
  { name: 'Black', kinds: ['format'], uses: /^psf\/black/, run: /(?:^|[\s/:"'])black\b(?!-)/ },
  { name: 'ruff format', kinds: ['format'], run: /\bruff(?:\s+|-)format\b/ },
  { name: 'clang-format', kinds: ['format'], uses: /clang-format/, run: /\bclang-format\b/, config: /^\.clang-format$/ },
  { name: 'oxfmt', kinds: ['format'], run: /\boxfmt\b/ },
  { name: 'mix format', kinds: ['format'], run: /\bmix\s+format\b/ },
  { name: 'Spotless', kinds: ['format'], run: /\bspotless/i },
  {
    name: 'ClusterFuzzLite',
    kinds: ['dynamic'],
    uses: /^google\/clusterfuzzlite\//,
    config: /^\.clusterfuzzlite\/(?:dockerfile|project\.yaml)$/,
  },
  { name: 'OSS-Fuzz', kinds: ['dynamic'], uses: /^google\/oss-fuzz\//, run: /\binfra\/helper\.py\b|\boss-fuzz\b/ },
  { name: 'libFuzzer', kinds: ['dynamic'], run: /-fsanitize=(?:[\w,]*,)?fuzzer\b|\blibfuzzer\b/i },
  { name: 'AFL', kinds: ['dynamic'], run: /\bafl-(?:fuzz|clang|gcc|cc)\b|\bcargo\s+afl\b/ },
  { name: 'cargo-fuzz', kinds: ['dynamic'], run: /\bcargo\s+(?:\+\S+\s+)?fuzz\b|\bcargo-fuzz\b/, config: /(?:^|\/)fuzz\/cargo\.toml$/ },
  { name: 'Go fuzzing', kinds: ['dynamic'], run: /\bgo\s+test\b.{0,200}\s-fuzz\b/ },
  { name: 'Atheris', kinds: ['dynamic'], run: /\batheris\b/ },
  { name: 'Jazzer', kinds: ['dynamic'], run: /\bjazzer\b/ },
  { name: 'Honggfuzz', kinds: ['dynamic'], run: /\bhonggfuzz\b/ },
  {
    name: 'AddressSanitizer',
    kinds: ['dynamic', 'memory'],
    run: /-fsanitize=[\w,]*address|-Zsanitizer=address|\b(?:enable-asan|ENABLE_ASAN|WITH_ASAN|SANITIZE(?:RS?)?=\S*(?:address|ON)|b_sanitize=[\w,]*address)\b|CFLAGS.{0,100}fsanitize/,
  },
  { name: 'UndefinedBehaviorSanitizer', kinds: ['dynamic'], run: /-fsanitize=[\w,]*undefined|\bUBSAN\b/ },
  { name: 'ThreadSanitizer', kinds: ['dynamic'], run: /-fsanitize=[\w,]*thread|-Zsanitizer=thread/ },
  { name: 'Valgrind', kinds: ['dynamic', 'memory'], run: /\bvalgrind\b/ },
  { name: 'Miri', kinds: ['dynamic', 'memory'], run: /\bcargo\s+(?:\+\S+\s+)?miri\b/ },
  { name: 'Go race detector', kinds: ['dynamic'], run: /\bgo\s+test\b.{0,200}\s-race\b/ },
  { name: 'OWASP ZAP', kinds: ['dynamic'], uses: /^zaproxy\//, run: /\bzap-(?:baseline|full-scan|api-scan)\b/ },
  { name: 'Schemathesis', kinds: ['dynamic'], uses: /schemathesis/, run: /\bschemathesis\b/ },
  {
    name: 'coverage',
    kinds: ['coverage'],
    uses: /codecov|coveralls|code-coverage|codacy-coverage|qlty-action\/coverage/i,
    run: /\b(?:codecov|coveralls|tarpaulin|llvm-cov|lcov|gcovr?|pytest\s.{0,200}--cov|coverage\s+(?:run|report|xml)|nyc|c8|jacoco|kcov|simplecov|covr::|--coverage|-coverprofile)\b/i,
    config: /^\.?codecov\.ya?ml$|^\.coveragerc$|^\.nycrc(?:\.json)?$/,
  },
  { name: 'gitleaks', kinds: ['secrets'], uses: /gitleaks/i, run: /\bgitleaks\b/, config: /^\.gitleaks\.toml$/ },
  { name: 'TruffleHog', kinds: ['secrets'], uses: /trufflehog/i, run: /\btrufflehog\b/i },
  { name: 'detect-secrets', kinds: ['secrets'], run: /\bdetect-secrets\b/, config: /^\.secrets\.baseline$/ },
  { name: 'detect-private-key', kinds: ['secrets'], run: /\bdetect-(?:private-key|aws-credentials)\b/ },
  { name: 'GitGuardian', kinds: ['secrets'], uses: /^gitguardian\//i, run: /\bggshield\b/ },
  { name: 'Talisman', kinds: ['secrets'], run: /\btalisman\b/, config: /^\.talismanrc$/ },
  { name: 'dependency-review', kinds: ['sca', 'sca-change'], uses: /^actions\/dependency-review-action@/ },
  { name: 'OSV-Scanner', kinds: ['sca', 'sca-change'], uses: /^google\/osv-scanner/, run: /\bosv-scanner\b/ },
  { name: 'Trivy', kinds: ['sca'], uses: /^aquasecurity\/trivy-action/, run: /\btrivy\s+(?:fs|filesystem|repo|image|rootfs)\b/ },
  { name: 'Grype', kinds: ['sca'], uses: /^anchore\/scan-action/, run: /\bgrype\b\s+\S/ },
  { name: 'npm audit', kinds: ['sca'], run: /\b(?:npm|pnpm|yarn|bun)\s+(?:npm\s+)?audit\b/ },
  { name: 'pip-audit', kinds: ['sca'], uses: /pip-audit/, run: /\bpip-audit\b/ },
  { name: 'Safety', kinds: ['sca'], run: /(?:^|\s)safety\s+(?:check|scan)\b/ },
  {
    name: 'cargo-audit / cargo-deny',
    kinds: ['sca'],
    uses: /(?:cargo-deny-action|audit-check|cargo-audit)/,
    run: /\bcargo\s+(?:audit|deny)\b/,
    config: /^\.?deny\.toml$/,
  },
  { name: 'govulncheck', kinds: ['sca'], uses: /govulncheck/, run: /\bgovulncheck\b/ },
  { name: 'bundler-audit', kinds: ['sca'], run: /\bbundler?-audit\b|\bbundle\s+audit\b/ },
  {
    name: 'OWASP Dependency-Check',
    kinds: ['sca'],
    uses: /dependency-check/i,
    run: /dependency-?check(?:Analyze|Aggregate|:check|:aggregate)?\b/i,
  },
  { name: 'composer audit', kinds: ['sca'], run: /\bcomposer\s+audit\b/ },
  { name: 'Snyk', kinds: ['sca'], uses: /^snyk\/actions\//, run: /\bsnyk\s+test\b/ },
  { name: 'FOSSA', kinds: ['sca'], uses: /^fossas?\//, run: /\bfossa\s+(?:analyze|test)\b/ },
  { name: 'nancy', kinds: ['sca'], run: /\bnancy\s+sleuth\b/ },
  { name: 'Syft', kinds: ['sbom'], uses: /^anchore\/sbom-action(?!\/download)/, run: /(?:^|[\s/])syft\s+\S/ },
  { name: 'CycloneDX', kinds: ['sbom'], uses: /^cyclonedx\//i, run: /\bcyclonedx(?:-\w+)*\b|\bcdxgen\b/i },
  {
    name: 'SPDX generator',
    kinds: ['sbom'],
    uses: /sbom-tool|spdx/i,
    run: /\b(?:sbom-tool\s+generate|spdx-sbom-generator|bom\s+generate|tern\s+report)\b|\b--sbom(?:=|\s|$)/,
  },
  { name: 'GoReleaser SBOM', kinds: ['sbom'], run: /^sboms:/ },
  { name: 'Trivy SBOM', kinds: ['sbom'], run: /\btrivy\b.{0,200}--format\s+(?:cyclonedx|spdx)/ },
  { name: 'cosign', kinds: ['sign'], run: /\bcosign\s+(?:sign|sign-blob|attest|attest-blob)\b|^-?\s*cmd:\s*"?cosign\b/ },
  { name: 'artifact attestation', kinds: ['sign'], uses: /^actions\/attest(?:-build-provenance|-sbom)?@/ },
  { name: 'SLSA generator', kinds: ['sign'], uses: /^slsa-framework\/slsa-github-generator\// },
  { name: 'Sigstore for Python', kinds: ['sign'], uses: /^sigstore\/gh-action-sigstore-python/ },
  { name: 'trusted publishing with attestations', kinds: ['sign'], uses: /^pypa\/gh-action-pypi-publish@/ },
  { name: 'npm provenance', kinds: ['sign'], run: /\bnpm\s+publish\b.{0,200}--provenance\b/ },
  { name: 'GnuPG', kinds: ['sign'], run: /\bgpg2?\b.{0,200}(?:--detach-sign|--clearsign|-sb\b|--sign)|\bmaven-gpg-plugin\b/ },
  { name: 'minisign / signify', kinds: ['sign'], run: /\b(?:minisign|signify)\s+-S/ },
  { name: 'Jar signing', kinds: ['sign'], run: /\bjarsigner\b/ },
  {
    name: 'DCO check',
    kinds: ['dco'],
    uses: /(?:^|\/)dco|signed-off|signoff/i,
    run: /\bdco(?:-check)?\b|signed-off-by/i,
    config: /^\.github\/dco\.ya?ml$/,
  },
]
