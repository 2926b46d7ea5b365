import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface Props {
  slug: string
  entity: 'contact' | 'company'
  id: string
  children: ReactNode
  className?: string
}

/** A record by its name. Not a tab stop of its own in a grid, where `o` opens the row. */
export function RecordLink({
  slug,
  entity,
  id,
  children,
  className = 'truncate font-[600] hover:underline',
}: Props) {
  const shared = {
    className,
    tabIndex: -1,
    onClick: (event: { stopPropagation(): void }) => event.stopPropagation(),
  }
  return entity === 'contact' ? (
    <Link {...shared} to="/w/$slug/contacts/$contactId" params={{ slug, contactId: id }}>
      <bdi dir="auto">{children}</bdi>
    </Link>
  ) : (
    <Link {...shared} to="/w/$slug/companies/$companyId" params={{ slug, companyId: id }}>
      <bdi dir="auto">{children}</bdi>
    </Link>
  )
}
