import { expect, test } from 'vitest'
import { advisoryName } from './advisory-name.ts'
import { ecosystemOfPurl, packageNameOf } from './purl-ecosystem.ts'
import { parsePurl } from './purl.ts'

test.each([
  ['pkg:npm/%40s/n@1', 'npm', '@s/n'],
  ['pkg:npm/n@1', 'npm', 'n'],
  ['pkg:pypi/Zope.Interface@1', 'PyPI', 'zope.interface'],
  ['pkg:maven/g.x/a@1', 'Maven', 'g.x:a'],
  ['pkg:golang/github.com/o/r/v2@v2.0.0', 'Go', 'github.com/o/r/v2'],
  ['pkg:golang/stdlib@1.21.0', 'Go', 'stdlib'],
  ['pkg:cargo/rand@0.8', 'crates.io', 'rand'],
  ['pkg:composer/V/P@1', 'Packagist', 'v/p'],
  ['pkg:gem/rails@7', 'RubyGems', 'rails'],
  ['pkg:nuget/Newtonsoft.Json@13', 'NuGet', 'Newtonsoft.Json'],
  ['pkg:swift/github.com/o/r@1', 'SwiftURL', 'github.com/o/r'],
  ['pkg:githubactions/actions/checkout@v4', 'GitHub Actions', 'actions/checkout'],
  ['pkg:julia/HTTP@1?uuid=cd3eb016-35fb-5094-929b-558a96fad6f3', 'Julia', 'HTTP'],
  ['pkg:hex/phoenix@1', 'Hex', 'phoenix'],
  ['pkg:pub/http@1', 'Pub', 'http'],
  ['pkg:hackage/aeson@2', 'Hackage', 'aeson'],
  ['pkg:cran/A3@1', 'CRAN', 'A3'],
  ['pkg:opam/dune@3', 'opam', 'dune'],
  ['pkg:bitnami/wordpress@6', 'Bitnami', 'wordpress'],
  ['pkg:conan/openssl@3', 'ConanCenter', 'openssl'],
  ['pkg:vscode-extension/redhat/java@1', 'VSCode', 'redhat.java'],
  ['pkg:deb/debian/curl@7?distro=debian-12', 'Debian:12', 'curl'],
  ['pkg:deb/debian/curl@7?distro=debian-12.5', 'Debian:12', 'curl'],
  ['pkg:deb/debian/curl@7?distro=bookworm', 'Debian:12', 'curl'],
  ['pkg:deb/debian/curl@7?distro=sid', 'Debian:sid', 'curl'],
  ['pkg:deb/debian/curl@7', 'Debian', 'curl'],
  ['pkg:deb/ubuntu/curl@7?distro=ubuntu-22.04', 'Ubuntu:22.04:LTS', 'curl'],
  ['pkg:deb/ubuntu/curl@7?distro=jammy', 'Ubuntu:22.04:LTS', 'curl'],
  ['pkg:deb/ubuntu/curl@7?distro=mantic', 'Ubuntu:23.10', 'curl'],
  ['pkg:deb/ubuntu/curl@7?distro=trusty/esm', 'Ubuntu:Pro:14.04:LTS', 'curl'],
  ['pkg:apk/alpine/curl@7?distro=alpine-3.20.1', 'Alpine:v3.20', 'curl'],
  ['pkg:apk/alpine/curl@7?distro=v3.20', 'Alpine:v3.20', 'curl'],
  ['pkg:apk/alpine/curl@7?distro=edge', 'Alpine:edge', 'curl'],
  ['pkg:apk/wolfi/curl@7', 'Wolfi', 'curl'],
  ['pkg:apk/chainguard/curl@7', 'Chainguard', 'curl'],
  ['pkg:apk/alpaquita/curl@7?distro=stream', 'Alpaquita:stream', 'curl'],
  ['pkg:rpm/almalinux/bash@5?distro=almalinux-9.3', 'AlmaLinux:9', 'bash'],
  ['pkg:rpm/rocky/bash@5?distro=rocky-9.3', 'Rocky Linux:9', 'bash'],
  ['pkg:rpm/openeuler/bash@5?distro=22.03-LTS', 'openEuler:22.03-LTS', 'bash'],
  ['pkg:rpm/redhat/bash@5?distro=rhel-9.3', 'Red Hat', 'bash'],
  ['pkg:rpm/opensuse/bash@5?distro=opensuse-leap-15.5', 'openSUSE:Leap 15.5', 'bash'],
  ['pkg:rpm/opensuse-tumbleweed/bash@5', 'openSUSE:Tumbleweed', 'bash'],
  ['pkg:rpm/sles/bash@5?distro=sles-15.4', 'SUSE:Linux Enterprise Server 15 SP4', 'bash'],
  ['pkg:rpm/mageia/bash@5?distro=mageia-9', 'Mageia:9', 'bash'],
  ['pkg:rpm/azurelinux/bash@5?distro=azurelinux-3.0', 'Azure Linux:3', 'bash'],
  ['pkg:constructor/x@1', '', 'x'],
  ['pkg:deb/debian/curl@7?distro=constructor', 'Debian', 'curl'],
  ['pkg:rpm/fedora/bash@5?distro=fedora-39', '', 'bash'],
  ['pkg:generic/openssl@3', '', 'openssl'],
  ['pkg:deb/curl@7', '', 'curl'],
])('%s', (purl, ecosystem, name) => {
  const parts = parsePurl(purl)
  expect(ecosystemOfPurl(parts)).toBe(ecosystem)
  expect(packageNameOf(parts)).toBe(name)
})

test.each([
  ['PyPI', 'Zope.Interface', 'zope-interface'],
  ['PyPI', 'a__b-.c', 'a-b-c'],
  ['NuGet', 'Newtonsoft.Json', 'newtonsoft.json'],
  ['Packagist:https://registry.example/8', 'Drupal/Core', 'drupal/core'],
  ['GitHub Actions', 'Actions/Checkout', 'actions/checkout'],
  ['SwiftURL', 'https://github.com/Apple/swift-nio.git', 'github.com/apple/swift-nio'],
  ['SwiftURL', 'github.com/apple/swift-nio/', 'github.com/apple/swift-nio'],
  ['npm', 'JSONStream', 'JSONStream'],
  ['Go', 'github.com/Azure/x', 'github.com/azure/x'],
  ['Maven', 'G:A', 'G:A'],
  ['RubyGems', 'RedCloth', 'RedCloth'],
  ['Debian:12', 'libX11', 'libX11'],
])('%s %s', (ecosystem, name, key) => {
  expect(advisoryName(ecosystem, name)).toBe(key)
})
