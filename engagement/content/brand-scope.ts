import type { Brand, Settings } from '../model/settings.ts'

/** The brand as customers of that locale know it. */
export const brandIn = (settings: Settings, locale: string): Brand => ({
  ...settings.brand,
  ...settings.brandByLocale[locale.split('-')[0] ?? locale],
  ...settings.brandByLocale[locale],
})

/** What messages read under `brand`: its members, and the links of settings by name. */
export function brandScope(settings: Settings, locale: string): { readonly [name: string]: string } {
  const brand = brandIn(settings, locale)
  return {
    ...brand.links,
    name: brand.name,
    postal_address: brand.postalAddress,
    support_email: brand.supportEmail,
    ...(brand.supportUrl === undefined ? {} : { support_url: brand.supportUrl }),
    site_url: brand.siteUrl,
    ...(brand.logoUrl === undefined ? {} : { logo_url: brand.logoUrl }),
  }
}
