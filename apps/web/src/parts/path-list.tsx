import { Icon } from './icon.tsx'

/** Dependency paths in words: what asks for what, the thing itself last. */
export function PathList({ paths }: { readonly paths: readonly { readonly file?: string; readonly nodes: readonly string[] }[] }) {
  return (
    <ul className="list">
      {paths.map(({ file, nodes }, index) => (
        <li key={index}>
          <ol className="path">
            {nodes.map((node, step) => (
              <li key={step}>
                {step === 0 ? null : <Icon name="right" size={12} />}
                {node}
              </li>
            ))}
          </ol>
          {file === undefined || file === '' ? null : <span className="small quiet mono">{file}</span>}
        </li>
      ))}
    </ul>
  )
}
