import { createContext, useContext } from 'react'

/** What the open conversation asks of the list beside it. */
export interface InboxNavigation {
  /** Opens the row after or before; false where there is none. */
  step: (step: 1 | -1) => boolean
  /** Puts the focus on the list; where the list is not shown, goes back to it. */
  leave: () => void
  /** Back to the list alone. */
  close: () => void
}

export const InboxContext = createContext<InboxNavigation | null>(null)

export function useInboxNavigation(): InboxNavigation {
  const navigation = useContext(InboxContext)
  if (!navigation) throw new Error('used outside the inbox')
  return navigation
}
