import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import msbuild from './msbuild-project.ts'

const PROJECT = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <AlphaVersion>1.2.$(Patch)</AlphaVersion>
    <Patch>3</Patch>
    <Loop>$(Loop)</Loop>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Alpha" Version="$(AlphaVersion)" />
    <PackageReference Include="Beta">
      <Version>[2.0.0]</Version>
      <PrivateAssets>all</PrivateAssets>
    </PackageReference>
    <PackageReference Include="Central" />
    <PackageReference Include="Overridden" VersionOverride="9.0.0" />
    <PackageReference include="One;Two" version="4.5.*" />
    <PackageReference Include="Looped" Version="$(Loop)" />
    <PackageReference Update="Alpha" Version="9.9.9" />
    <PackageDownload Include="Downloaded" Version="[1.0.0]" />
    <ProjectReference Include="../Lib/Lib.csproj" />
  </ItemGroup>
  <Choose>
    <When Condition="'$(TargetFramework)' == 'net472'">
      <ItemGroup>
        <PackageReference Include="OnlyOld" Version="(1.0,2.0]" />
      </ItemGroup>
    </When>
  </Choose>
</Project>
`
const CENTRAL = `<Project>
  <PropertyGroup><CentralVersion>5.0.1</CentralVersion></PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="central" Version="$(CentralVersion)" />
    <PackageVersion Include="Overridden" Version="8.0.0" />
  </ItemGroup>
</Project>
`

test('references with versions of their own and from the files above', () => {
  const files = { 'src/App/App.csproj': PROJECT, 'Directory.Packages.props': CENTRAL }
  expect(extractionText(msbuild, files)).toMatchInlineSnapshot(`
    "msbuild-project ?: read, 9 packages
    :8 pkg:nuget/Alpha@9.9.9 runtime direct
    :9 pkg:nuget/Beta@2.0.0 build direct
    :13 pkg:nuget/Central@5.0.1 runtime direct
    :14 pkg:nuget/Overridden@9.0.0 runtime direct
    :15 pkg:nuget/One runtime direct
    :15 pkg:nuget/Two runtime direct
    :16 pkg:nuget/Looped runtime direct
    :18 pkg:nuget/Downloaded@1.0.0 build direct
    :24 pkg:nuget/OnlyOld runtime direct
      [App in src/App] → pkg:nuget/Alpha@9.9.9
      [App in src/App] → pkg:nuget/Beta@2.0.0
      [App in src/App] → pkg:nuget/Central@5.0.1
      [App in src/App] → pkg:nuget/Overridden@9.0.0
      [App in src/App] → pkg:nuget/One
      [App in src/App] → pkg:nuget/Two
      [App in src/App] → pkg:nuget/Looped
      [App in src/App] → pkg:nuget/Downloaded@1.0.0
      [App in src/App] → pkg:nuget/OnlyOld
      note version-unpinned :15 the version 4.5.* of One is not exact
      note version-unpinned :15 the version 4.5.* of Two is not exact
      note version-unpinned :16 the version $(Loop) of Looped is not exact
      note version-unpinned :24 the version (1.0,2.0] of OnlyOld is not exact"
  `)
})

test('properties of Directory.Build.props are known; names that stay open are reported', () => {
  const project =
    '<Project><ItemGroup><PackageReference Include="$(Prefix).Core" Version="$(V)" />\n<PackageReference Include="$(Gone)" Version="1.0" /></ItemGroup></Project>'
  const build = '<Project><PropertyGroup><Prefix>Company</Prefix><V>1.0</V></PropertyGroup></Project>'
  expect(extractionText(msbuild, { 'a/b/App.fsproj': project, 'Directory.Build.props': build })).toMatchInlineSnapshot(`
    "msbuild-project ?: partial, 1 packages
    :1 pkg:nuget/Company.Core@1.0 runtime direct
      [App in a/b] → pkg:nuget/Company.Core@1.0
      ! name-invalid :2 the name $(Gone) depends on a property that is not in the tree
      ! entries-lost :? 1 of 2 entries gave no component"
  `)
})

test('a broken file above is noted', () => {
  const project = '<Project><ItemGroup><PackageReference Include="A" /></ItemGroup></Project>'
  expect(extractionText(msbuild, { 'a/App.csproj': project, 'Directory.Packages.props': '<Project>' })).toContain('note include-missing')
})

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(msbuild, 'App.csproj', PROJECT)).toEqual([])
})

test('references that every project of the tree has, changed here or not', () => {
  const project =
    '<Project><ItemGroup><PackageReference Update="Global" />\n<PackageReference Update="Unknown" PrivateAssets="all" /></ItemGroup></Project>'
  const central = '<Project><ItemGroup><GlobalPackageReference Include="Global" Version="3.1.0" /></ItemGroup></Project>'
  expect(extractionText(msbuild, { 'a/App.csproj': project, 'Directory.Packages.props': central })).toMatchInlineSnapshot(`
    "msbuild-project ?: read, 1 packages, skipped 1 × change of a reference made elsewhere
    :1 pkg:nuget/Global@3.1.0 runtime direct
      [App in a] → pkg:nuget/Global@3.1.0"
  `)
})

test('assemblies in the folder of packages are of a package, unless a packages.config lists them', () => {
  const project = `<Project ToolsVersion="4.0" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <ItemGroup>
    <Reference Include="System" />
    <Reference Include="Newtonsoft.Json, Version=6.0.0.0, Culture=neutral, PublicKeyToken=30ad4fe6b2a6aeed">
      <HintPath>..\\packages\\Newtonsoft.Json.6.0.8\\lib\\net45\\Newtonsoft.Json.dll</HintPath>
    </Reference>
    <Reference Include="A"><HintPath>$(SolutionDir)/packages/Some.Name.x64.1.0.90.0-beta.1/lib/A.dll</HintPath></Reference>
    <Reference Include="B"><HintPath>..\\packages\\Some.Name.x64.1.0.90.0-beta.1\\lib\\B.dll</HintPath></Reference>
    <Reference Include="Own"><HintPath>..\\lib\\Own.1.2.3.dll</HintPath></Reference>
  </ItemGroup>
</Project>
`.replaceAll('\\\\', '\\')
  expect(extractionText(msbuild, { 'src/old.csproj': project })).toBe(`msbuild-project ?: read, 2 packages
:4 pkg:nuget/Newtonsoft.Json@6.0.8 runtime direct
:7 pkg:nuget/Some.Name.x64@1.0.90.0-beta.1 runtime direct
  [old in src] → pkg:nuget/Newtonsoft.Json@6.0.8
  [old in src] → pkg:nuget/Some.Name.x64@1.0.90.0-beta.1`)
  const listed = extractionText(msbuild, { 'src/old.csproj': project, 'src/packages.config': '<packages/>' })
  expect(listed).toBe('msbuild-project ?: read, 0 packages')
})
