/** SPDX ids that the OSI or the FSF approves, of those that are recognised by text or named in file names; case does not matter. */
const APPROVED = new Set(
  `
  0bsd aal afl-1.1 afl-1.2 afl-2.0 afl-2.1 afl-3.0 agpl-1.0 agpl-3.0 agpl-3.0-only agpl-3.0-or-later apache-1.0
  apache-1.1 apache-2.0 apl-1.0 apsl-1.0 apsl-1.1 apsl-1.2 apsl-2.0 artistic-1.0 artistic-1.0-cl8
  artistic-1.0-perl artistic-2.0 bittorrent-1.1 blueoak-1.0.0 bsd-1-clause bsd-2-clause bsd-2-clause-freebsd
  bsd-2-clause-netbsd bsd-2-clause-patent bsd-3-clause bsd-3-clause-clear bsd-3-clause-lbnl bsd-4-clause bsl-1.0
  cal-1.0 cal-1.0-combined-work-exception catosl-1.1 cc-by-4.0 cc-by-sa-4.0 cc0-1.0 cddl-1.0 cecill-2.0
  cecill-2.1 cecill-b cecill-c cern-ohl-p-2.0 cern-ohl-s-2.0 cern-ohl-w-2.0 clartistic cnri-python condor-1.1
  cpal-1.0 cpl-1.0 cua-opl-1.0 ecl-1.0 ecl-2.0 ecos-2.0 efl-1.0 efl-2.0 entessa epl-1.0 epl-2.0 eudatagrid
  eupl-1.1 eupl-1.2 fair frameworx-1.0 fsfap ftl gfdl-1.1 gfdl-1.1-only gfdl-1.1-or-later gfdl-1.2 gfdl-1.2-only
  gfdl-1.2-or-later gfdl-1.3 gfdl-1.3-only gfdl-1.3-or-later gnuplot gpl-2.0 gpl-2.0+ gpl-2.0-only
  gpl-2.0-or-later gpl-3.0 gpl-3.0+ gpl-3.0-only gpl-3.0-or-later gpl-3.0-with-gcc-exception hpnd icu ijg imatix
  imlib2 intel ipa ipl-1.0 isc jam lgpl-2.0 lgpl-2.0+ lgpl-2.0-only lgpl-2.0-or-later lgpl-2.1 lgpl-2.1+
  lgpl-2.1-only lgpl-2.1-or-later lgpl-3.0 lgpl-3.0+ lgpl-3.0-only lgpl-3.0-or-later liliq-p-1.1 liliq-r-1.1
  liliq-rplus-1.1 lpl-1.0 lpl-1.02 lppl-1.2 lppl-1.3a lppl-1.3c miros mit mit-0 mit-modern-variant motosoto
  mpl-1.0 mpl-1.1 mpl-2.0 mpl-2.0-no-copyleft-exception ms-pl ms-rl mulanpsl-2.0 multics nasa-1.3 naumen ncsa
  ngpl nokia nosl npl-1.0 npl-1.1 nposl-3.0 ntp nunit oclc-2.0 odbl-1.0 ofl-1.0 ofl-1.1 ofl-1.1-no-rfn
  ofl-1.1-rfn ogtsl oldap-2.3 oldap-2.7 oldap-2.8 olfl-1.3 openssl oset-pl-2.1 osl-1.0 osl-1.1 osl-2.0 osl-2.1
  osl-3.0 php-3.0 php-3.01 postgresql python-2.0 qpl-1.0 rpl-1.1 rpl-1.5 rpsl-1.0 rscpl ruby sgi-b-2.0 simpl-2.0
  sissl sleepycat smlnj spl-1.0 standardml-nj ucl-1.0 unicode-3.0 unicode-dfs-2016 unlicense upl-1.0 vim vsl-1.0
  w3c w3c-20150513 watcom-1.0 wtfpl wxwindows x11 xfree86-1.1 xinetd xnet ypl-1.1 zend-2.0 zimbra-1.3 zlib
  zpl-2.0 zpl-2.1
  `
    .split(/\s+/)
    .filter((id) => id !== ''),
)

/** Whether the OSI or the FSF approves the licence (SPDX licence list, columns "OSI approved" and "FSF free"). */
export function isApproved(id: string): boolean {
  return APPROVED.has(id.toLowerCase())
}
