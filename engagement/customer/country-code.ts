import { getAllCountries } from 'countries-and-timezones'

/** ISO 3166-1 alpha-3 by alpha-2, as `AFAFG`: alpha-2 then alpha-3. */
const ALPHA3 =
  'AFAFG AXALA ALALB DZDZA ASASM ADAND AOAGO AIAIA AQATA AGATG ARARG AMARM AWABW AUAUS ATAUT AZAZE BSBHS BHBHR BDBGD BBBRB BYBLR ' +
  'BEBEL BZBLZ BJBEN BMBMU BTBTN BOBOL BQBES BABIH BWBWA BVBVT BRBRA IOIOT BNBRN BGBGR BFBFA BIBDI CVCPV KHKHM CMCMR CACAN KYCYM ' +
  'CFCAF TDTCD CLCHL CNCHN CXCXR CCCCK COCOL KMCOM CGCOG CDCOD CKCOK CRCRI CICIV HRHRV CUCUB CWCUW CYCYP CZCZE DKDNK DJDJI DMDMA ' +
  'DODOM ECECU EGEGY SVSLV GQGNQ ERERI EEEST SZSWZ ETETH FKFLK FOFRO FJFJI FIFIN FRFRA GFGUF PFPYF TFATF GAGAB GMGMB GEGEO DEDEU ' +
  'GHGHA GIGIB GRGRC GLGRL GDGRD GPGLP GUGUM GTGTM GGGGY GNGIN GWGNB GYGUY HTHTI HMHMD VAVAT HNHND HKHKG HUHUN ISISL ININD IDIDN ' +
  'IRIRN IQIRQ IEIRL IMIMN ILISR ITITA JMJAM JPJPN JEJEY JOJOR KZKAZ KEKEN KIKIR KPPRK KRKOR KWKWT KGKGZ LALAO LVLVA LBLBN LSLSO ' +
  'LRLBR LYLBY LILIE LTLTU LULUX MOMAC MGMDG MWMWI MYMYS MVMDV MLMLI MTMLT MHMHL MQMTQ MRMRT MUMUS YTMYT MXMEX FMFSM MDMDA MCMCO ' +
  'MNMNG MEMNE MSMSR MAMAR MZMOZ MMMMR NANAM NRNRU NPNPL NLNLD NCNCL NZNZL NINIC NENER NGNGA NUNIU NFNFK MKMKD MPMNP NONOR OMOMN ' +
  'PKPAK PWPLW PSPSE PAPAN PGPNG PYPRY PEPER PHPHL PNPCN PLPOL PTPRT PRPRI QAQAT REREU ROROU RURUS RWRWA BLBLM SHSHN KNKNA LCLCA ' +
  'MFMAF PMSPM VCVCT WSWSM SMSMR STSTP SASAU SNSEN RSSRB SCSYC SLSLE SGSGP SXSXM SKSVK SISVN SBSLB SOSOM ZAZAF GSSGS SSSSD ESESP ' +
  'LKLKA SDSDN SRSUR SJSJM SESWE CHCHE SYSYR TWTWN TJTJK TZTZA THTHA TLTLS TGTGO TKTKL TOTON TTTTO TNTUN TRTUR TMTKM TCTCA TVTUV ' +
  'UGUGA UAUKR AEARE GBGBR USUSA UMUMI UYURY UZUZB VUVUT VEVEN VNVNM VGVGB VIVIR WFWLF EHESH YEYEM ZMZMB ZWZWE'

/** Names that people use and no table has. */
const COMMON: { readonly [name: string]: string } = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'united states of america': 'US',
  america: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  korea: 'KR',
  'republic of korea': 'KR',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
  russia: 'RU',
  uae: 'AE',
  日本国: 'JP',
  アメリカ: 'US',
  アメリカ合衆国: 'US',
  米国: 'US',
  英国: 'GB',
  中国: 'CN',
}

let names: ReadonlyMap<string, string> | undefined

/**
 * ISO 3166-1 alpha-2 of a country written as code (`us`, `USA`) or name (English, Japanese); undefined where it is none
 * that we know.
 */
export function countryCode(written: string): string | undefined {
  names ??= collectNames()
  return names.get(written.trim().toLowerCase())
}

function collectNames(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const english = new Intl.DisplayNames('en', { type: 'region' })
  const japanese = new Intl.DisplayNames('ja', { type: 'region' })
  for (const { id, name } of Object.values(getAllCountries({ deprecated: true }))) {
    for (const spelling of [name, english.of(id), japanese.of(id)])
      if (spelling !== undefined) found.set(spelling.toLowerCase(), id)
  }
  for (const pair of ALPHA3.split(' ')) {
    found.set(pair.slice(0, 2).toLowerCase(), pair.slice(0, 2))
    found.set(pair.slice(2).toLowerCase(), pair.slice(0, 2))
  }
  for (const [name, code] of Object.entries(COMMON)) found.set(name, code)
  return found
}
