import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import central from './nuget-central-packages.ts'

const PROPS = `<Project>
  <PropertyGroup>
    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
    <Shared>6.0.0</Shared>
  </PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="Alpha" Version="1.0.0" />
    <PackageVersion Include="Beta" Version="$(Shared)" />
    <PackageVersion Include="Open" Version="[1.0,2.0)" />
    <GlobalPackageReference Include="Versioning" Version="3.6.133" />
    <PackageReference Update="Gamma" Version="2.1.1" />
    <PackageReference Update="Delta"><PrivateAssets>all</PrivateAssets></PackageReference>
  </ItemGroup>
</Project>
`

test('central versions and global references', () => {
  expect(extractionText(central, { 'Directory.Packages.props': PROPS })).toMatchInlineSnapshot(`
    "nuget-central-packages ?: read, 5 packages
    :7 pkg:nuget/Alpha@1.0.0 runtime
    :8 pkg:nuget/Beta@6.0.0 runtime
    :9 pkg:nuget/Open runtime
    :10 pkg:nuget/Versioning@3.6.133 build
    :11 pkg:nuget/Gamma@2.1.1 runtime
      note version-unpinned :9 the version "[1.0,2.0)" of Open is not exact"
  `)
})

test('another document is reported', () => {
  expect(extractionText(central, { 'Directory.Build.props': '<Other/>' })).toContain('! malformed :1 the root element is not Project')
})

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(central, 'Directory.Packages.props', PROPS)).toEqual([])
})
