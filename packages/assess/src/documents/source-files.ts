import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { isTestPath, isThirdParty } from './source-kind.ts'

export interface SourceFile {
  readonly path: string
  readonly language: string
  readonly test: boolean
}

const LANGUAGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    C: 'c h',
    'C++': 'cc cpp cxx c++ hh hpp hxx h++ ipp inl tcc',
    'Objective-C': 'm mm',
    Assembly: 's asm',
    Fortran: 'f f77 f90 f95 f03 f08',
    Zig: 'zig',
    Rust: 'rs',
    Go: 'go',
    Java: 'java',
    Kotlin: 'kt kts',
    Scala: 'scala sc',
    Groovy: 'groovy',
    Clojure: 'clj cljs cljc',
    'C#': 'cs',
    'F#': 'fs fsx',
    'Visual Basic': 'vb',
    Swift: 'swift',
    Dart: 'dart',
    JavaScript: 'js mjs cjs jsx',
    TypeScript: 'ts mts cts tsx',
    Vue: 'vue',
    Svelte: 'svelte',
    Python: 'py pyi pyx',
    Ruby: 'rb rake',
    PHP: 'php',
    Perl: 'pl pm',
    Lua: 'lua',
    R: 'r',
    Julia: 'jl',
    Elixir: 'ex exs',
    Erlang: 'erl hrl',
    Haskell: 'hs',
    OCaml: 'ml mli',
    Nim: 'nim',
    Crystal: 'cr',
    D: 'd',
    Shell: 'sh bash zsh',
    PowerShell: 'ps1 psm1',
    Solidity: 'sol',
    Ada: 'adb ads',
    Pascal: 'pas pp',
    COBOL: 'cob cbl',
    Tcl: 'tcl',
  }).flatMap(([language, extensions]) => extensions.split(' ').map((extension) => [extension, language] as const)),
)

/** Language by the file's extension; undefined for what is not code. Objective-C and MATLAB share `.m`, C and C++ share `.h`. */
export function languageOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? undefined : LANGUAGES.get(name.slice(dot + 1).toLowerCase())
}

/** The project's own code files in path order: no vendored, installed or generated code. */
export const sourceFiles: (facts: Facts) => readonly SourceFile[] = reading(({ files }) =>
  files.paths.flatMap((path): readonly SourceFile[] => {
    const lower = path.toLowerCase()
    const language = languageOf(lower)
    if (language === undefined || isThirdParty(lower) || GENERATED.test(lower)) return []
    return [{ path, language, test: isTestPath(lower) }]
  }),
)

const GENERATED =
  /(?:\.min\.js|\.bundle\.js|\.pb\.go|_pb2(?:_grpc)?\.py|\.pb\.(?:cc|h)|\.g\.dart|\.generated\.\w+|\.gen\.\w+|\/dist\/.*|\/generated\/.*|\/gen\/.*|zz_generated.*)$/
