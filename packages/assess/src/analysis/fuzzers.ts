import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { hasCommands } from '../files/has-commands.ts'
import { isTestData } from '../files/is-test-data.ts'
import type { Place } from '../outcome.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

/** A way in which the project is fuzzed, and where that shows. */
export interface Fuzzer {
  readonly fuzzer: string
  readonly place: Place
}

/** Per ending: the fuzzer's name and the words of a source line that use it. */
const SOURCES: readonly (readonly [fuzzer: string, endings: RegExp, pattern: RegExp])[] = [
  ['GoBuiltInFuzzer', /_test\.go$/i, /func\s+Fuzz\w+\s*\(\w+\s+\*testing.F\)/],
  ['ErlangPropertyBasedTesting', /\.[eh]rl$/i, /-include_lib\("(?:eqc|proper)\/include\/(?:eqc|proper).hrl"\)\./],
  [
    'HaskellPropertyBasedTesting',
    /\.l?hs$/i,
    /import\s+(?:qualified\s+)?Test\.(?:(?:Hspec|Tasty)\.)?(?:QuickCheck|Hedgehog|Validity|SmallCheck)/,
  ],
  ['ElixirPropertyBasedTesting', /\.exs?$/i, /use\s+(?:PropCheck|ExUnitProperties)/],
  ['GleamPropertyBasedTesting', /\.gleam$/i, /import\s+qcheck/],
  ['JavaScriptPropertyBasedTesting', /\.jsx?$/i, /(?:from\s+['"]|require\(\s*['"])(?:fast-check|@fast-check\/(?:ava|jest|vitest))['"]/],
  ['TypeScriptPropertyBasedTesting', /\.tsx?$/i, /(?:from\s+['"]|require\(\s*['"])(?:fast-check|@fast-check\/(?:ava|jest|vitest))['"]/],
  ['PythonAtherisFuzzer', /\.py$/i, /import atheris/],
  ['CLibFuzzer', /\.c$/i, /LLVMFuzzerTestOneInput/],
  ['CppLibFuzzer', /\.(?:cc|cpp)$/i, /LLVMFuzzerTestOneInput/],
  ['RustCargoFuzzer', /\.rs$/i, /libfuzzer_sys/],
  ['JavaJazzerFuzzer', /\.java$/i, /com.code_intelligence.jazzer.api.FuzzedDataProvider;/],
  ['SwiftLibFuzzer', /\.swift$/i, /LLVMFuzzerTestOneInput/],
  ['CSharpPropertyBasedTesting', /\.cs$/i, /using\s+(?:FsCheck|FsCheck\.(?:NUnit|Xunit)|Expecto\.ExpectoFsCheck);/],
  ['FSharpPropertyBasedTesting', /\.fs$/i, /open\s+(?:FsCheck|FsCheck\.(?:NUnit|Xunit)|Expecto\.ExpectoFsCheck)/],
]

const MORE_SOURCES: typeof SOURCES = [
  ['Hypothesis', /\.py$/i, /^\s{0,8}(?:from|import)\s+(?:hypothesis|schemathesis|pythonfuzz)\b/],
  [
    'proptest',
    /\.rs$/i,
    /\b(?:proptest!|quickcheck!|use\s+(?:proptest|quickcheck|bolero|arbtest|hegel)\b|bolero::check!|afl::fuzz!|honggfuzz::fuzz!)/,
  ],
  [
    'jqwik',
    /\.(?:java|kt)$/i,
    /import\s+(?:net\.jqwik\.api|com\.pholser\.junit\.quickcheck|org\.quicktheories|com\.code_intelligence\.jazzer|edu\.berkeley\.cs\.jqf|io\.kotest\.property)/,
  ],
  ['ScalaCheck', /\.scala$/i, /import\s+org\.(?:scalacheck|scalatestplus\.scalacheck)/],
  ['Echidna', /\.sol$/i, /function\s+(?:echidna_|testFuzz_|invariant_|medusa_)\w+/],
  ['gopter', /_test\.go$/i, /"(?:testing\/quick|github\.com\/leanovate\/gopter|pgregory\.net\/rapid|github\.com\/google\/gofuzz)"/],
  ['RapidCheck', /\.(?:cc|cpp|cxx|h|hpp)$/i, /#include\s+[<"](?:rapidcheck|fuzztest)\b|FUZZ_TEST\(|__AFL_LOOP|LLVMFuzzerTestOneInput/],
  ['AFL', /\.c$/i, /__AFL_LOOP|__AFL_FUZZ_TESTCASE_BUF/],
  ['Jazzer.js', /\.(?:m?[jt]s|cjs)$/i, /(?:from\s+['"]|require\(\s*['"])(?:@jazzer\.js\/core|jsverify|testcheck)['"]/],
  ['PropEr', /\.rb$/i, /require\s+['"](?:rantly|prop_check|pbt|ruzzy)['"]/],
  ['Eris', /\.php$/i, /use\s+(?:Eris\\|PhpFuzzer\\)/],
  ['Zig fuzz', /\.zig$/i, /std\.testing\.fuzz\(/],
]

const MAX_BYTES = 1_000_000

/** As Scorecard 5 looks: ClusterFuzzLite, OSS-Fuzz's list, words in source files. */
export const scorecardFuzzers = reading((facts): readonly Fuzzer[] => [...listed(facts), ...inSources(facts, SOURCES)])

/** With further libraries, fuzzing folders with their build files, and workflows that fuzz. */
export const fuzzers = reading((facts): readonly Fuzzer[] => [
  ...listed(facts),
  ...inSources(facts, [...SOURCES, ...MORE_SOURCES]),
  ...facts.files.paths
    .filter((path) => /(?:^|\/)fuzz\/Cargo\.toml$/.test(path))
    .map((path) => ({ fuzzer: 'RustCargoFuzzer', place: { path } })),
  ...inWorkflows(facts),
])

function listed(facts: Facts): readonly Fuzzer[] {
  const { ossFuzz } = facts.forge
  const lite = '.clusterfuzzlite/Dockerfile'
  return [
    ...(hasCommands(facts.files.text(lite) ?? '') ? [{ fuzzer: 'ClusterFuzzLite', place: { path: lite } }] : []),
    ...(ossFuzz.known && ossFuzz.value ? [{ fuzzer: 'OSSFuzz', place: { url: 'https://github.com/google/oss-fuzz' } }] : []),
  ]
}

function inSources(facts: Facts, sources: typeof SOURCES): readonly Fuzzer[] {
  const found = new Map<string, Fuzzer>()
  for (const path of facts.files.paths) {
    const wanted = sources.filter(([fuzzer, endings]) => !found.has(fuzzer) && endings.test(path))
    if (wanted.length === 0 || isTestData(path) || facts.files.size(path) > MAX_BYTES) continue
    const text = facts.files.text(path) ?? ''
    for (const [fuzzer, , pattern] of wanted) {
      if (!pattern.test(text)) continue
      const at = text.split('\n').findIndex((line) => pattern.test(line))
      if (at !== -1) found.set(fuzzer, { fuzzer, place: { path, line: at + 1 } })
    }
  }
  return [...found.values()]
}

const ACTIONS = /^(?:google\/(?:oss-fuzz|clusterfuzzlite)\/|CodeIntelligenceTesting\/)/
const COMMANDS =
  /\b(?:cargo\s+(?:\+\S{1,40}\s+)?(?:fuzz|afl|hfuzz|bolero)|afl-fuzz|honggfuzz|go\s+test\b.{0,200}-fuzz[= ]|go-fuzz|echidna(?:-test)?|medusa\s+fuzz|cifuzz)\b/

function inWorkflows(facts: Facts): readonly Fuzzer[] {
  return workflowsOf(facts).workflows.flatMap(({ path, jobs }) =>
    jobs.flatMap(({ steps }) =>
      steps.flatMap(({ uses, run }) => {
        if (uses !== null && ACTIONS.test(uses.value)) return [{ fuzzer: 'ClusterFuzzLite', place: { path, line: uses.line } }]
        return run !== null && COMMANDS.test(run.value.slice(0, 50_000)) ? [{ fuzzer: 'a workflow', place: { path, line: run.line } }] : []
      }),
    ),
  )
}
